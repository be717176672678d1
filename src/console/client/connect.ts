/** What an Organization Admin needs to let an identity provider push: the address, and a token made here. */
import { type Me, makeScimToken, type Organization } from './api.ts';
import { button, element, newId, whileDisabled } from './dom.ts';

/** The box "Connect your identity provider" of one organization; open from the start when it is the only one. */
export function connectBox(organization: Organization, me: Me): HTMLElement {
  const box = element(
    'details',
    { class: 'connect' },
    element('summary', {}, 'Connect your identity provider'),
    element(
      'p',
      { class: 'hint' },
      `Enter these two in the provisioning settings of Okta, Microsoft Entra ID or any other SCIM 2.0 client: it then pushes people and groups to ${organization.name}.`,
    ),
    copyable('SCIM base URL', `${location.origin}/scim/v2`),
    tokenForm(organization, me),
  );
  box.open = me.organizations.length === 1;
  return box;
}

function tokenForm(organization: Organization, { csrfToken }: Me): HTMLElement {
  const id = newId();
  const description = element('input', {
    id,
    name: 'description',
    required: '',
    maxlength: '200',
    autocomplete: 'off',
  });
  description.value = 'Identity provider';
  const submit = element('button', { class: 'button' }, 'Make a SCIM token');
  const result = element('div', { class: 'made', 'aria-live': 'polite' });
  const form = element(
    'form',
    { class: 'field' },
    element('label', { for: id }, 'A name for its token'),
    element('div', { class: 'make-token' }, description, submit),
  );
  const make = async () => {
    try {
      const token = await makeScimToken(organization.id, description.value, csrfToken);
      const hint = 'Copy it now: it is shown this once. Anybody who has it can change people and groups here.';
      result.replaceChildren(copyable('SCIM token', token), element('p', { class: 'hint' }, hint));
    } catch (error) {
      result.replaceChildren(element('p', { class: 'notice' }, (error as Error).message));
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void whileDisabled(submit, make);
  });
  return element('div', {}, form, result);
}

/** A value to be taken elsewhere, with a button that copies it. */
function copyable(label: string, value: string): HTMLElement {
  const code = element('code', {}, value);
  const done = element('span', { class: 'hint', role: 'status' });
  const copy = button('Copy', 'button quiet', async () => {
    const copied = await navigator.clipboard.writeText(value).then(
      () => true,
      () => false,
    );
    if (!copied) getSelection()?.selectAllChildren(code);
    done.textContent = copied ? 'Copied.' : 'The browser does not let this page copy: the text is selected for you.';
  });
  copy.setAttribute('aria-label', `Copy ${label}`);
  return element(
    'dl',
    { class: 'field' },
    element('dt', {}, label),
    element('dd', { class: 'copyable' }, code, copy),
    element('dd', {}, done),
  );
}
