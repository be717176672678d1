/** The chart itself, which draws on a canvas: its colours are read from the style sheet. */
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { chart as text } from '../../lib/messages/home.ts';
import { useWidth } from '../../lib/screen.ts';
import { useIsDark } from '../../lib/theme.ts';
import { type Bucket, nameOf, type Time } from './buckets.ts';
import css from './provisioning.module.css';

type Props = {
  readonly buckets: readonly Bucket[];
  readonly time: Time;
  /** What it shows, for who does not see it. */
  readonly label: string;
};

const height = 200;

export function Chart({ buckets, time, label }: Props) {
  const [frame, width] = useWidth<HTMLDivElement>();
  const at = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const dark = useIsDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours
  useEffect(() => {
    const element = at.current;
    if (element === null || width === 0) return;
    const options = optionsOf({ element, width, time, buckets, onPoint: setPointed });
    const plot = new UPlot(options, stacked(buckets), element);
    return () => plot.destroy();
  }, [buckets, time, width, dark]);
  const bucket = pointed === null ? undefined : buckets[pointed];
  return (
    <figure ref={frame} className={css.chart}>
      <div ref={at} role="img" aria-label={label} />
      <figcaption className={css.pointed} aria-hidden>
        {bucket ? `${nameOf(bucket, time)}: ${text.said(bucket)}` : ' '}
      </figcaption>
    </figure>
  );
}

/** Bars over each other: all, then those that did not fail, then those that succeeded. */
function stacked(buckets: readonly Bucket[]): UPlot.AlignedData {
  return [
    buckets.map(({ at }) => new Date(at).getTime() / 1_000),
    buckets.map(({ succeeded, refused, failed }) => succeeded + refused + failed),
    buckets.map(({ succeeded, refused }) => succeeded + refused),
    buckets.map(({ succeeded }) => succeeded),
  ];
}

type Drawing = Pick<Props, 'buckets' | 'time'> & {
  readonly element: HTMLElement;
  readonly width: number;
  readonly onPoint: (index: number | null) => void;
};

function optionsOf({ element, width, time, buckets, onPoint }: Drawing): UPlot.Options {
  const colour = (name: string) => colourOf(element, name);
  const axis = {
    stroke: colour('--ink-soft'),
    font: `12px ${getComputedStyle(element).fontFamily}`,
    ticks: { show: false },
  };
  const line = { stroke: colour('--line'), width: 1 };
  const bars = UPlot.paths.bars?.({ size: [0.72, 28], align: 1, gap: 1 });
  const series = (name: string): UPlot.Series => ({
    fill: colour(name),
    width: 0,
    points: { show: false },
    ...(bars ? { paths: bars } : {}),
  });
  const step = time === 'day' ? 3_600 : 86_400;
  const first = new Date(buckets[0]?.at ?? 0).getTime() / 1_000;
  return {
    width,
    height,
    // Days are counted in UTC.
    ...(time === 'month' ? { tzDate: (seconds: number) => UPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC') } : {}),
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { range: () => [first, first + buckets.length * step] },
      y: { range: (_plot, _low, high) => [0, Math.max(4, high * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 64,
        values: (_plot, splits) => splits.map((split) => tickOf(split, time)),
      },
      {
        ...axis,
        grid: line,
        size: 44,
        space: 48,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000, 1_000_000],
      },
    ],
    series: [{}, series('--bad'), series('--warn'), series('--accent')],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  };
}

const hours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

function tickOf(seconds: number, time: Time): string {
  return (time === 'day' ? hours : days).format(new Date(seconds * 1_000));
}

/** As the present theme has it: a canvas knows no custom properties. */
function colourOf(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = '';
  return color;
}
