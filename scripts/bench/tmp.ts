import { readNameSet } from "./csv";
import { measure } from "./measure";
import { createMatcher } from "../../src/engine/match/matcher";
const sets = process.argv[2] ? process.argv[2].split(",") : ["company-alias","company-domain","sp500-history","ms-psa-synth","ms-alias","amazon-google","abt-buy","ms-sku","ms-rename"];
for (const s of sets) {
  const set = readNameSet("/work/shared/data/names", s);
  const t = performance.now();
  const m = createMatcher(set.right.map(r => r.name), "any").matchAll(set.left.map(l => l.name));
  const sec = (performance.now() - t) / 1000;
  const g = m.map((x, i) => ({ left: set.left[i]!.id, right: x.billed === null ? "" : set.right[x.billed]!.id, score: x.score }));
  const f = measure(set, g);
  const sames = m.map((x,i)=>({x,g:g[i]!})).filter(({x})=>x.status==="same");
  const sameBad = sames.filter(({g})=>!set.gold.get(g.left)?.has(g.right));
  console.log(s.padEnd(16), f.top1.toFixed(1), f.f1.toFixed(1), f.recallAt99.toFixed(1), "same", sames.length, "bad", sameBad.length, (set.left.length/sec).toFixed(0)+"/s");
  if (process.argv[3]) {
    const rn = new Map(set.right.map(r => [r.id, r.name])); const ln = new Map(set.left.map(r => [r.id, r.name]));
    const rows = g.map((x,i)=>({...x, st:m[i]!.status})).sort((a,b)=>b.score-a.score);
    for (const r of rows) { const ok = set.gold.get(r.left)?.has(r.right); if (!ok && (r.right!=="" || set.gold.has(r.left))) console.log(r.score.toFixed(3), r.st, "|", ln.get(r.left), "=>", rn.get(r.right) ?? "-", "| gold:", [...(set.gold.get(r.left) ?? [])].map(x=>rn.get(x)).join(" / ") || "none"); }
  }
}
