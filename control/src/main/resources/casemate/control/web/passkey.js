'use strict';
// Has the browser make or use a passkey when a form that wants one is sent. The form holds what the platform asks,
// as the standard writes it (WebAuthn, level 3); the browser's answer goes into its hidden field, and the form on its way.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  const button = form.querySelector('button');
  const field = form.elements.credential;
  const say = (what) => {
    for (const line of form.querySelectorAll('[data-say]')) {
      line.hidden = line.dataset.say !== what;
    }
  };
  const answer = () => {
    const options = JSON.parse(form.dataset.options);
    return form.dataset.passkey === 'make'
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  };
  if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) {
    say('missing');
    button.remove();
  }
  // A page that comes back by the browser's button was answered before.
  window.addEventListener('pageshow', () => { field.value = ''; });
  let busy = false;
  form.addEventListener('submit', async (event) => {
    if (field.value) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (busy) {
      return;
    }
    busy = true;
    say('waiting');
    try {
      field.value = JSON.stringify((await answer()).toJSON());
      form.requestSubmit();
    } catch (problem) {
      say(problem.name === 'InvalidStateError' ? 'present' : 'failed');
      button.focus();
    }
    busy = false;
  });
}
