/** A role with the mark of where it comes from. Hover, focus or tap opens why. */
import { Popover } from '@base-ui/react/popover';
import {
  CornerDownRight,
  KeyRound,
  Mail,
  PenLine,
  ShieldCheck,
  Sparkles,
  UserPlus,
  UserRoundCog,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '../lib/format.ts';
import { sourceNames, why as text } from '../lib/messages/reasons.ts';
import { roleNameOf, roleNamesOf } from '../lib/reasons.ts';
import css from './role-badge.module.css';

const marks = {
  override: PenLine,
  'scim-group': UsersRound,
  'admin-group': UsersRound,
  'scim-role': UserRoundCog,
  'sso-group': KeyRound,
  invitation: Mail,
  'sso-default': Sparkles,
  manual: UserPlus,
  creator: Sparkles,
  'organization-admin': ShieldCheck,
} as const;

type Props = {
  /** null: no access. */
  readonly role: string | null;
  /** All that count, where there may be several. */
  readonly roles?: readonly string[] | undefined;
  /** What gave it; null where nothing did. */
  readonly source: string | null;
  /** What the popover says; it is made when it opens. Without it the badge only shows. */
  readonly why?: () => ReactNode;
};

export function RoleBadge({ role, roles = [], source, why }: Props) {
  const look = classes(css.badge, lookOf(role, source), !why && css.still);
  const more = Math.max(0, roles.length - 1);
  const name = more > 0 ? roleNamesOf(roles) : roleNameOf(role);
  const content = (
    <>
      <OriginMark source={source} />
      <span className={css.name}>{roleNameOf(role)}</span>
      {more > 0 ? <span className={css.more}>{text.more(more)}</span> : null}
    </>
  );
  const label = source === null ? name : text.label(name, sourceNames[source] ?? source);
  if (!why)
    return (
      <span className={look} title={titleOf(source, more > 0 ? name : null)}>
        {content}
        {more > 0 ? <span className="visually-hidden">{name}</span> : null}
      </span>
    );
  return (
    <Popover.Root>
      <Popover.Trigger className={look} aria-label={label} openOnHover delay={250}>
        {content}
      </Popover.Trigger>
      <WhyPopup>{why}</WhyPopup>
    </Popover.Root>
  );
}

type AtProps = {
  /** What was asked about; null: nothing. */
  readonly anchor: HTMLElement | null;
  readonly onClose: () => void;
  readonly why: () => ReactNode;
};

/** One popover for many badges, where each with its own would be too many. */
export function WhyAt({ anchor, onClose, why }: AtProps) {
  return (
    <Popover.Root open={anchor !== null} onOpenChange={(open) => !open && onClose()}>
      <WhyPopup anchor={anchor}>{why}</WhyPopup>
    </Popover.Root>
  );
}

type PopupProps = { readonly anchor?: HTMLElement | null; readonly children: () => ReactNode };

/** What it says is made when it opens. */
function WhyPopup({ anchor, children }: PopupProps) {
  return (
    <Popover.Portal>
      <Popover.Positioner className={css.layer} anchor={anchor} sideOffset={4} align="start">
        <Popover.Popup
          className={css.popup}
          aria-label={text.title}
          finalFocus={anchor === undefined ? undefined : () => anchor}
        >
          {children()}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  );
}

/** @param roles in words, where there are several */
function titleOf(source: string | null, roles: string | null): string | undefined {
  const by = source === null ? null : (sourceNames[source] ?? source);
  return [roles, by].filter((part) => part !== null).join(', ') || undefined;
}

/** The mark alone, for lists of grants. */
export function OriginMark({ source }: { readonly source: string | null }) {
  const Mark = marks[source as keyof typeof marks] ?? CornerDownRight;
  return <Mark aria-hidden />;
}

function lookOf(role: string | null, source: string | null): string | undefined {
  if (source === 'override') return css.decided;
  if (role === null) return css.none;
  return source === 'organization-admin' || source === 'default' ? css.inherited : undefined;
}
