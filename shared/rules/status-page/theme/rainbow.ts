/**
 * The playful theme: a night sky, and while all is well a small comet with ears that trails a rainbow over it. Our own drawing: boxes,
 * rounded corners and gradients.
 *
 * It flies over once, in less than 5 seconds, and then rests (WCAG 2.2.2); where people want no motion it rests at once.
 */
export const RAINBOW = `
body { background: linear-gradient(#0b1e3f, #0b1e3f); }
.headline { border-left-width: 1rem; border-left-style: solid; }
.headline.operational { border-image: linear-gradient(#ff7b7b, #ffb05c, #ffe066, #6fe39a, #6bc5ff, #b79bff) 0 0 0 16; }
.sky { position: relative; height: 5rem; margin-top: 1.5rem; overflow: hidden; border-radius: 0.25rem; background:
  radial-gradient(circle at 12% 30%, #fff 0 1px, transparent 2px), radial-gradient(circle at 34% 72%, #fff 0 1px, transparent 2px),
  radial-gradient(circle at 58% 22%, #fff 0 1px, transparent 2px), radial-gradient(circle at 77% 64%, #fff 0 1px, transparent 2px),
  radial-gradient(circle at 91% 34%, #fff 0 1px, transparent 2px), #102a54; }
.sky + .headline { margin-top: 1rem; }
.comet { position: absolute; top: 1.25rem; left: 0; width: 100%; height: 2.5rem; transform: translateX(-4.5rem); animation: fly 4.5s ease-out both; }
@keyframes fly { from { transform: translateX(-100%); } to { transform: translateX(-4.5rem); } }
.comet i { position: absolute; display: block; }
.trail { right: 3.4rem; left: 0; top: 0.35rem; height: 1.8rem; border-radius: 1rem 0 0 1rem; background: linear-gradient(#ff7b7b 0 16.6%, #ffb05c 0 33.3%, #ffe066 0 50%, #6fe39a 0 66.6%, #6bc5ff 0 83.3%, #b79bff 0); }
.tail { right: 3.2rem; top: 1rem; width: 0.9rem; height: 0.35rem; border-radius: 0.2rem; background: #c9c4d6; transform: rotate(-18deg); }
.body { right: 0.7rem; top: 0.2rem; width: 2.9rem; height: 2.1rem; border-radius: 60% 50% 50% 60%; background: radial-gradient(circle at 72% 40%, #fff6d6, #ffd166 55%, #ffb05c); }
.head { right: 0; top: 0.6rem; width: 1.5rem; height: 1.3rem; border-radius: 0.7rem; background:
  radial-gradient(circle at 32% 48%, #20222e 0 0.11rem, transparent 0.14rem), radial-gradient(circle at 68% 48%, #20222e 0 0.11rem, transparent 0.14rem), #c9c4d6; }
.head::before, .head::after { content: ""; position: absolute; top: -0.3rem; border: 0.28rem solid transparent; border-bottom: 0.45rem solid #c9c4d6; border-top: 0; }
.head::before { left: 0.1rem; }
.head::after { right: 0.1rem; }
@media (prefers-reduced-motion: reduce) { .comet { animation: none; } }
`;
