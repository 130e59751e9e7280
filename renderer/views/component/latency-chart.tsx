/**
 * The latency line, drawn by uPlot on a canvas. Failures stand as ticks on the ground line; gaps stay gaps.
 *
 * Colours come from the theme's tokens and are read again when the theme changes.
 */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useParts, useWords } from '../../app/parts.tsx';
import type { Points } from './points.ts';

const HEIGHT_PX = 180;
/** Points are shown as dots only when so few that they do not touch. */
const DOTS_UP_TO = 100;

interface LatencyChartProps {
  readonly points: Points;
  /** The same in words. */
  readonly label: string;
  readonly rangeMs: number;
}

export function LatencyChart({ points, label, rangeMs }: LatencyChartProps) {
  const { preferences, clock } = useParts();
  const words = useWords();
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const node = place.current;
    if (node === null) {
      return;
    }
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let chart: uPlot | null = null;
    const draw = (): void => {
      chart?.destroy();
      const to = clock.now() / 1_000;
      chart = new uPlot(options(node, points, words, [to - rangeMs / 1_000, to]), columns(points), node);
    };
    draw();
    const resized = new ResizeObserver(() => chart?.setSize({ width: node.clientWidth, height: HEIGHT_PX }));
    resized.observe(node);
    dark.addEventListener('change', draw);
    const unthemed = preferences.subscribe(draw);
    return () => {
      unthemed();
      dark.removeEventListener('change', draw);
      resized.disconnect();
      chart?.destroy();
    };
  }, [points, words, rangeMs, clock, preferences]);

  return <div ref={place} className="chart-place" role="img" aria-label={label} />;
}

type Words = ReturnType<typeof useWords>;

function columns(points: Points): uPlot.AlignedData {
  const failed = points.failed.map((count) => (count > 0 ? 0 : null));
  const data = [points.at, points.typical, ...(points.spans ? [points.worst] : []), failed];
  return data as unknown as uPlot.AlignedData; // uPlot's own type is not readonly
}

function options(node: HTMLElement, points: Points, words: Words, range: [number, number]): uPlot.Options {
  const style = getComputedStyle(node);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  const { time, component, events } = words;
  const latency = (_: uPlot, value: number | null) => (value === null ? words.dash : time.latency(value));
  const font = `${style.getPropertyValue('font-size')} ${style.getPropertyValue('font-family')}`;
  const dots = points.at.length <= DOTS_UP_TO;
  const axis = {
    stroke: colour('--ink-muted'),
    grid: { stroke: colour('--hairline'), width: 1 },
    ticks: { show: false },
    font,
  };
  const days = range[1] - range[0] > 2 * 86_400;
  return {
    width: node.clientWidth,
    height: HEIGHT_PX,
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false } },
    scales: { x: { time: true, range }, y: { range: (_self, _min, max) => [0, Math.max(10, (max || 0) * 1.1)] } },
    axes: [
      {
        ...axis,
        space: 70,
        values: (_self, splits) => splits.map((at) => (days ? time.shortDay(at * 1_000) : time.clock(at * 1_000))),
      },
      { ...axis, size: 64, values: (_self, splits) => splits.map((ms) => time.latency(ms)) },
    ],
    series: [
      { value: (_self, at) => (at === null ? '' : time.dayClock(at * 1_000)) },
      {
        label: points.spans ? component.chart.average : component.chart.latency,
        stroke: colour('--ink'),
        width: 1.5,
        points: { show: dots, size: 4 },
        value: latency,
      },
      ...(points.spans
        ? [
            {
              label: component.chart.worst,
              stroke: colour('--ink-muted'),
              width: 1,
              dash: [3, 3],
              points: { show: false },
              value: latency,
            },
          ]
        : []),
      {
        label: events.kinds.check,
        stroke: 'transparent',
        paths: () => null,
        points: { show: true, size: 9, width: 0, fill: colour('--state-down') },
      },
    ],
  };
}
