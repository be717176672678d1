import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classes } from '../lib/format.ts';
import css from './popup.module.css';

type Props = {
  /** What opens it. */
  readonly trigger: ReactElement<object>;
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
};

export function Menu({ trigger, align = 'end', children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={css.layer} sideOffset={4} align={align}>
          <Base.Popup className={css.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type ItemProps = {
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  /** Why it cannot be chosen now: shown below its name. */
  readonly whyNot?: string | null | false;
  readonly onChoose: () => void;
  readonly children: ReactNode;
};

export function MenuItem({ icon, danger, whyNot, onChoose, children }: ItemProps) {
  return (
    <Base.Item className={classes(css.item, danger && css.danger)} disabled={Boolean(whyNot)} onClick={onChoose}>
      {icon}
      <span>
        {children}
        {whyNot ? <span className={css.note}>{whyNot}</span> : null}
      </span>
    </Base.Item>
  );
}

/** An item that is a link: `to` is the element, such as a router's link. */
export function MenuLink({ icon, to, children }: { icon?: ReactNode; to: ReactElement<object>; children: ReactNode }) {
  return (
    <Base.Item className={css.item} render={to}>
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuLine() {
  return <Base.Separator className={css.line} />;
}

type RadioProps<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string; readonly icon?: ReactNode }[];
  readonly onChange: (value: T) => void;
};

/** One of a few, inside a menu. */
export function MenuChoice<T extends string>({ label, value, choices, onChange }: RadioProps<T>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={css.label}>{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {choices.map((choice) => (
          <Base.RadioItem key={choice.value} value={choice.value} className={css.item}>
            {choice.icon}
            {choice.label}
            <Base.RadioItemIndicator className={css.end}>✓</Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

type CheckProps = {
  readonly checked: boolean;
  readonly onChange: () => void;
  readonly children: ReactNode;
};

/** Yes or no, inside a menu, which stays open. */
export function MenuCheck({ checked, onChange, children }: CheckProps) {
  return (
    <Base.CheckboxItem className={css.item} checked={checked} onCheckedChange={onChange} closeOnClick={false}>
      {children}
      <Base.CheckboxItemIndicator className={css.end}>✓</Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  );
}
