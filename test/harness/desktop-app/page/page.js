/**
 * A page that does with the bridge what the real window does: takes a snapshot, follows changes, shows what it is told to.
 */
const { watchbell } = window;
const words = document.getElementById('words');
const shown = document.getElementById('shown');

watchbell.follow(
  (change) => {
    words.textContent = `${change.sequence} ${change.picture?.words ?? ''}`;
  },
  () => {
    words.textContent = 'lost';
  },
);
watchbell.onShow(({ incident }) => {
  shown.textContent = String(incident);
});
const snapshot = await watchbell.ask('snapshot', {});
words.textContent = `${snapshot.sequence} ${snapshot.picture.words}`;
