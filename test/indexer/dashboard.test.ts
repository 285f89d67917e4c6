import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createMetrics } from "#indexer/metrics.ts";

const panelShape = z.object({
  id: z.number().int(),
  type: z.enum(["row", "stat", "timeseries", "state-timeline"]),
  title: z.string().min(1),
  description: z.string().optional(),
  gridPos: z.object({ h: z.number(), w: z.number().max(24), x: z.number(), y: z.number() }),
  targets: z
    .array(z.object({ refId: z.string(), expr: z.string().min(1), legendFormat: z.string() }))
    .default([]),
});
const dashboardShape = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number().int().min(38),
  templating: z.object({ list: z.array(z.object({ name: z.string() })) }),
  panels: z.array(panelShape).min(1),
});

const text = await readFile(new URL("../../docs/grafana/indexer.json", import.meta.url), "utf8");
const { panels } = dashboardShape.parse(JSON.parse(text));
const registered = createMetrics().registry.getMetricsAsArray();
/** What a query may call a metric: histograms have three more names. */
const names = new Set(
  registered.flatMap(({ name }) => [name, ...["_bucket", "_count", "_sum"].map((end) => name + end)]),
);
const labels = new Map(
  registered.map((metric) => [metric.name, (metric as unknown as { labelNames: string[] }).labelNames]),
);
const used = new Set(text.match(/\bfairhouse_[a-z_]+/g));

describe("the dashboard", () => {
  test("behavior: shows metrics that exist, and all of the indexer's", () => {
    expect([...used].filter((name) => !names.has(name))).toEqual([]);
    const shown = (name: string) => [...used].some((use) => use === name || use.startsWith(`${name}_`));
    expect(registered.map(({ name }) => name).filter((name) => !shown(name))).toEqual([]);
  });

  test("behavior: every query goes by the chosen chains, and by the chosen vaults where there are any", () => {
    const uses = panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => [...expr.matchAll(/\b(fairhouse_[a-z_]+)(\{[^}]*\})?/g)]),
    );
    expect(uses.length).toBeGreaterThan(20);
    for (const [, name = "", selector = ""] of uses)
      for (const label of ["chain", "vault"])
        expect(selector.includes(`${label}=~"$${label}"`), `${name}${selector}`).toBe(
          labels.get(name.replace(/_bucket$/, ""))?.includes(label),
        );
    const legends = panels.flatMap(({ targets }) => targets.map(({ legendFormat }) => legendFormat));
    expect(legends.filter((legend) => legend.includes("{{vault}}") && !legend.includes("{{chain}}"))).toEqual(
      [],
    );
  });

  test("behavior: every panel has an id of its own, says what to do, and lies on no other", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const panel of panels.filter(({ type }) => type !== "row")) {
      expect(panel.description, panel.title).toMatch(/\w/);
      expect(panel.targets.length, panel.title).toBeGreaterThan(0);
    }
    for (const [index, { gridPos: a }] of panels.entries())
      for (const { gridPos: b } of panels.slice(index + 1)) {
        const isApart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect(isApart).toBe(true);
      }
  });
});
