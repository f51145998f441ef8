'use strict';
// Pages work without this script. It only keeps a form from being sent twice by a second click, and
// brings the entry of this page into view where the console's entries are one scrolling row.
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
const entries = document.querySelector('.top nav');
const here = entries && entries.querySelector('[aria-current]');
if (here && entries.scrollWidth > entries.clientWidth) {
  entries.scrollLeft = here.offsetLeft - (entries.clientWidth - here.offsetWidth) / 2;
}
