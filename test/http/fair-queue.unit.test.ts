import { describe, expect, it } from 'vitest';
import { fairQueue, type Place } from '../../src/http/fair-queue.ts';

/** A queue whose clock stands still until it is moved, and who has come to what. */
function queue({ burstMs = 300 } = {}) {
  let ms = 0;
  const fair = fairQueue({ most: 64, least: 16, longestWaitMs: 300, burstMs, unknownCostMs: 25 }, () => ms);
  const started: string[] = [];
  const refused: string[] = [];
  const places: Place[] = [];
  const first = () => places.shift() ?? expect.fail('nobody is at work');
  const come = (key: string, times = 1) => {
    for (let n = 0; n < times; n += 1)
      fair.enter(
        key,
        (place) => {
          started.push(key);
          places.push(place);
        },
        () => refused.push(key),
      );
  };
  return {
    started,
    refused,
    places,
    counts: fair.counts,
    pass: (by: number) => {
      ms += by;
    },
    heed: (lateMs = 0, passedMs = 100) => fair.heed(passedMs, lateMs),
    come,
    /** The next that has begun. */
    first,
    /** Has sent so much that it is known what one of its requests costs. */
    know: (key: string, costMs = 1) => {
      for (let n = 0; n < 60; n += 1) {
        come(key);
        const place = first();
        place.spend(costMs);
        place.leave();
      }
      started.length = 0;
    },
  };
}

describe('a fair queue', () => {
  it('lets everybody in while there is room, whoever it is', () => {
    const { come, started, counts } = queue();
    come('acme', 16);
    come('globex', 16);
    expect(started).toHaveLength(32);
    expect(counts()).toEqual({ running: 32, waiting: 0, limit: 64 });
  });

  it('leaves room for others, whatever one sends', () => {
    const { come, know, started, counts } = queue();
    know('acme');
    come('acme', 300);
    expect(started).toHaveLength(48);
    come('globex');
    expect(started.at(-1)).toBe('globex');
    expect(counts()).toMatchObject({ running: 49, waiting: 252 });
  });

  it('leaves room for others also when all of one come back at once who had stepped aside', () => {
    const { come, know, started, places, heed, counts } = queue();
    know('acme');
    for (let n = 0; n < 10; n += 1) {
      come('acme', 40);
      for (const place of places) place.stepAside();
    }
    for (const place of places) place.stepBack();
    expect(counts().running).toBe(400);
    heed(300);
    come('acme');
    come('globex');
    expect(started.at(-1)).toBe('globex');
    expect(counts()).toMatchObject({ running: 401, waiting: 1 });
  });

  it('serves next whoever has the fewest at work, and those who have as many in turns', () => {
    const { come, know, started, first } = queue();
    know('acme');
    come('acme', 48);
    come('globex', 16);
    come('acme', 10);
    come('initech', 3);
    come('hooli', 3);
    started.length = 0;
    for (let n = 0; n < 6; n += 1) first().leave();
    expect(started).toEqual(['initech', 'hooli', 'initech', 'hooli', 'initech', 'hooli']);
  });

  it('refuses who would wait for long: behind those who have waited for long, or too many', () => {
    const { come, know, pass, refused, started, first, heed } = queue();
    know('acme');
    come('acme', 48 + 500);
    expect(refused).toHaveLength(0);
    come('acme');
    expect(refused).toHaveLength(1);
    pass(301);
    come('acme');
    expect(refused).toHaveLength(2);
    // Others are none the worse for it.
    come('globex');
    expect(started.at(-1)).toBe('globex');
    heed();
    expect(refused).toHaveLength(502);
    first().leave();
    come('acme');
    expect(refused).toHaveLength(502);
  });

  it('lets fewer in while the event loop is late, and more again by and by', () => {
    const { come, know, heed, counts, first } = queue();
    for (let n = 0; n < 10; n += 1) heed(300);
    expect(counts().limit).toBe(16);
    know('acme');
    know('globex');
    come('acme', 12);
    come('globex', 12);
    expect(counts()).toMatchObject({ running: 16, waiting: 8 });
    first().leave();
    expect(counts()).toMatchObject({ running: 16, waiting: 7 });
    heed(10);
    expect(counts()).toMatchObject({ running: 20, waiting: 3, limit: 20 });
    for (let n = 0; n < 20; n += 1) heed(10);
    expect(counts()).toEqual({ running: 23, waiting: 0, limit: 64 });
  });

  it('lets whoever sends what takes long have less under way, the less where others are, who have none the less', () => {
    const { come, know, first, counts, heed } = queue();
    know('heavy', 100);
    know('light');
    come('heavy', 20);
    expect(counts()).toMatchObject({ running: 4, waiting: 16 });
    come('light');
    heed(0, 10_000);
    first().leave();
    expect(counts()).toMatchObject({ running: 4, waiting: 16 });
    for (let n = 0; n < 3; n += 1) first().leave();
    expect(counts()).toMatchObject({ running: 2, waiting: 15 });
    come('light', 30);
    expect(counts()).toMatchObject({ running: 32, waiting: 15 });
  });

  it('leaves others their share of the processor: whoever has used more waits until it is even', () => {
    const { come, first, counts, heed, started } = queue();
    come('heavy');
    const heavy = first();
    heavy.spend(300);
    heed(0, 300);
    heavy.leave();
    // Alone it may have all.
    come('heavy');
    expect(started).toEqual(['heavy', 'heavy']);
    come('light');
    const [again, light] = [first(), first()];
    again.spend(90);
    light.spend(10);
    heed();
    again.leave();
    come('heavy');
    // It has used 90 ms of 100, and there were 80 for it.
    expect(counts()).toMatchObject({ running: 1, waiting: 1 });
    heed();
    expect(counts()).toMatchObject({ running: 2, waiting: 0 });
  });

  it('counts nobody who waits for its client, and again who goes on', () => {
    const { come, know, counts, first, started } = queue();
    know('slow');
    come('slow', 48);
    come('slow', 10);
    const places = Array.from({ length: 48 }, first);
    for (const place of places) place.stepAside();
    expect(counts()).toMatchObject({ running: 10, waiting: 0 });
    for (const place of places) place.stepBack();
    expect(counts()).toMatchObject({ running: 58 });
    come('slow');
    expect(started).toHaveLength(58);
    for (const place of places) {
      place.leave();
      // Whatever is said of it afterwards.
      place.stepBack();
      place.leave();
    }
    expect(counts()).toMatchObject({ running: 11, waiting: 0 });
  });

  it('lets a burst wait for its turns, and is strict again where there is no end of it', () => {
    const { come, first, pass, heed, refused, counts } = queue({ burstMs: 5_000 });
    come('acme', 300);
    for (let n = 0; n < 40; n += 1) {
      pass(100);
      heed();
      first().leave();
    }
    expect(refused).toEqual([]);
    pass(1_100);
    heed();
    expect(counts().waiting).toBe(0);
    expect(refused.length).toBeGreaterThan(100);
    // Nobody waits any more: the next burst is one.
    const before = refused.length;
    come('acme', 20);
    pass(1_000);
    heed();
    expect(refused.length).toBe(before);
  });
});
