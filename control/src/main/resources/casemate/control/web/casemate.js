'use strict';
// Pages work without this script. It only keeps a form from being sent twice by a second click, and
// brings the entry of this page into view where entries are one scrolling row.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent);
});
document.querySelectorAll('.tabs').forEach((entries) => {
  const here = entries.querySelector('[aria-current]');
  if (here && entries.scrollWidth > entries.clientWidth) {
    entries.scrollLeft = here.offsetLeft - entries.offsetLeft - (entries.clientWidth - here.offsetWidth) / 2;
  }
});
