// Runs before the first paint, so that nobody who chose the dark theme is shown the light one first.
// A file of its own, because the server's policy allows no script inside the page.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('seatlog-theme');
  } catch {
    // A browser that keeps no storage gets the system's theme.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
