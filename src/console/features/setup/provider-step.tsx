import { useId } from 'react';
import { providerStep as text } from '../../lib/messages/setup.ts';
import { guideOf } from '../../lib/messages/setup-guides.ts';
import { setupProviders } from '../../lib/searches.ts';
import { Section } from '../../ui/page.tsx';
import type { Provider } from './provider-by-issuer.ts';
import css from './setup.module.css';

type Props = { readonly provider: Provider | null; readonly onChoose: (provider: Provider) => void };

export function ProviderStep({ provider, onChoose }: Props) {
  const name = useId();
  return (
    <Section title={text.title} text={text.text}>
      <fieldset className={css.providers}>
        <legend className="visually-hidden">{text.label}</legend>
        {setupProviders.map((one) => (
          <label key={one} className={css.provider}>
            <input type="radio" name={name} value={one} checked={one === provider} onChange={() => onChoose(one)} />
            {guideOf(one).label}
          </label>
        ))}
      </fieldset>
    </Section>
  );
}
