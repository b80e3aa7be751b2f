// A one-time code that came by QR stands behind the #, which no server sees. Move it into its box and out of the address.
(() => {
  const code = decodeURIComponent(location.hash.slice(1));
  const field = document.querySelector("input[name=code]");
  if (!code || !field || !/^[\w -]{4,40}$/.test(code)) return;
  history.replaceState(null, "", location.pathname + location.search);
  if (field.value) return;
  field.value = code;
  field.form.querySelector("[type=password]")?.focus();
})();
