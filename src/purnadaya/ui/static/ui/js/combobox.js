// Suggestions while a place is typed (WAI-ARIA combobox with a listbox). Without this the typed name is sent as it is.
(() => {
  const WAIT = 200;
  const BAR = 72; // the menu under the thumb

  class Combobox {
    constructor(box) {
      this.box = box;
      this.input = box.querySelector("input[type=text]");
      this.hidden = box.querySelector("input[type=hidden]");
      this.list = box.querySelector("[role=listbox]");
      this.count = box.querySelector("[data-count]");
      this.active = -1;
      this.input.setAttribute("role", "combobox");
      this.input.setAttribute("aria-autocomplete", "list");
      this.input.setAttribute("aria-controls", this.list.id);
      this.input.setAttribute("aria-expanded", "false");
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.close());
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    }

    get options() {
      return [...this.list.querySelectorAll("[role=option]")];
    }

    typed() {
      this.hidden.value = "";
      this.box.removeAttribute("data-nothing");
      for (const radio of this.box.querySelectorAll("[type=radio]")) radio.checked = false;
      this.stop();
      const text = this.input.value.trim();
      if (text.length < 2) return this.close();
      this.timer = setTimeout(() => this.look(text), WAIT);
    }

    stop() {
      clearTimeout(this.timer);
      this.request?.abort();
    }

    async look(text) {
      const request = (this.request = new AbortController());
      try {
        const answer = await fetch(`${this.box.dataset.url}?q=${encodeURIComponent(text)}`, {
          signal: request.signal,
          headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        if (!answer.ok || answer.redirected) return this.close();
        const rows = await answer.text();
        if (this.request === request && document.activeElement === this.input) this.show(rows);
      } catch {
        // No signal, or typed on: what is typed stays and is sent as it is.
        if (!request.signal.aborted) this.close();
      }
    }

    show(rows) {
      this.list.innerHTML = rows;
      const { length } = this.options;
      const { none, one, many } = this.box.dataset;
      this.count.textContent = length === 0 ? none : length === 1 ? one : many.replace("#", length);
      if (!length) this.list.textContent = "";
      this.box.toggleAttribute("data-nothing", !length);
      this.list.hidden = !length;
      this.input.setAttribute("aria-expanded", String(length > 0));
      this.mark(-1);
      if (length && this.list.getBoundingClientRect().bottom > innerHeight - BAR) {
        (this.box.closest(".field") ?? this.box).scrollIntoView({ block: "start" });
      }
    }

    close() {
      this.stop();
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.mark(-1);
    }

    mark(index) {
      this.active = index;
      this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
      const option = this.options[index];
      if (!option) return this.input.removeAttribute("aria-activedescendant");
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    choose(option) {
      if (!option) return;
      this.hidden.value = option.dataset.code;
      this.input.value = option.dataset.words ?? option.textContent.trim().replace(/\s+/g, " ");
      this.count.textContent = this.input.value;
      this.close();
    }

    key(event) {
      const { length } = this.options;
      if (event.isComposing) return;
      if (event.key === "Escape") return this.list.hidden ? undefined : (event.preventDefault(), this.close());
      if (event.key === "ArrowDown" && this.list.hidden) return this.input.value.trim() && this.look(this.input.value.trim());
      if (this.list.hidden || !length) return;
      const to = { ArrowDown: (this.active + 1) % length, ArrowUp: this.active < 1 ? length - 1 : this.active - 1 }[event.key];
      if (to !== undefined) (event.preventDefault(), this.mark(to));
      else if (event.key === "Enter" && this.active >= 0) (event.preventDefault(), this.choose(this.options[this.active]));
      else if (event.key === "Tab" && this.active >= 0) this.choose(this.options[this.active]);
    }
  }

  for (const box of document.querySelectorAll("[data-combobox]")) new Combobox(box);
})();
