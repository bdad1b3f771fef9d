/* The page works without this file: every link and form is a plain one. With it, results come without a reload. */
(function () {
  'use strict';

  /* Times in the reader's own zone. */
  function localise(root) {
    root.querySelectorAll('time[datetime]').forEach(function (time) {
      var at = new Date(time.dateTime);
      if (isNaN(at) || time.title) return;
      var sameDay = at.toDateString() === new Date().toDateString();
      time.title = time.textContent;
      time.textContent = at.toLocaleString(undefined, sameDay
        ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
        : { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
    });
  }
  htmx.onLoad(localise);

  /* What is open stays open when the server sends the piece anew. */
  var detailsOpen = false;
  document.addEventListener('toggle', function (event) {
    if (event.target.closest && event.target.closest('#summary')) detailsOpen = event.target.open;
  }, true);
  htmx.onLoad(function () {
    var facts = document.querySelector('#summary details');
    if (facts && detailsOpen) facts.open = true;
  });

  /* What somebody types outlives the field, which is away while a charge is under way, and signing in again. */
  var typed = null;
  var wasTyping = false;
  function amount() { return document.getElementById('amount'); }
  function keepTyped() {
    if (!amount()) return;
    try {
      sessionStorage.setItem('typed', JSON.stringify([amount().form.getAttribute('action'), amount().value]));
    } catch (full) { /* then it is typed again */ }
  }
  function takeTyped() {
    try {
      var kept = JSON.parse(sessionStorage.getItem('typed'));
      sessionStorage.removeItem('typed');
      if (kept && amount() && amount().form.getAttribute('action') === kept[0]) typed = kept[1];
    } catch (refused) { /* a browser that keeps nothing */ }
  }
  if (!document.getElementById('api_key')) takeTyped();
  document.addEventListener('input', function (event) {
    if (event.target === amount()) typed = event.target.value;
  });
  document.addEventListener('htmx:sseBeforeMessage', function (event) {
    if (event.target.id === 'actions' && amount()) wasTyping = document.activeElement === amount();
  });
  function putBackTyped() {
    if (!amount()) return;
    if (typed !== null && amount().value === amount().defaultValue) amount().value = typed;
    if (wasTyping && document.activeElement === document.body) {
      amount().focus();
      amount().setSelectionRange(amount().value.length, amount().value.length);
    }
  }
  document.addEventListener('htmx:sseMessage', putBackTyped);
  htmx.onLoad(putBackTyped);

  /* Hardly any issuer of company accounts lets itself be shown in a frame: there it gets a window of its own, which comes back with a ticket for the frame. */
  var account = document.getElementById('account');
  if (account && window.top !== window.self) {
    account.href = account.dataset.inFrame;
    account.target = '_blank';
    account.rel = 'opener';
    window.addEventListener('message', function (event) {
      if (event.origin !== location.origin || !event.data || !event.data.holdfastTicket) return;
      var taken = document.getElementById('taken');
      taken.elements.ticket.value = event.data.holdfastTicket;
      taken.submit();
    });
  }
  var handover = document.getElementById('handover');
  if (handover && window.opener) {
    window.opener.postMessage({ holdfastTicket: handover.dataset.ticket }, location.origin);
    window.close();
  }

  function dialog() { return document.getElementById('dialog'); }

  function closeDialog() {
    if (dialog() && dialog().open) dialog().close();
  }

  document.addEventListener('htmx:afterSettle', function (event) {
    if (!dialog() || event.target !== dialog()) return;
    if (!dialog().open) dialog().showModal();
    var first = dialog().querySelector('[data-close]');
    if (first) first.focus();
  });

  document.addEventListener('click', function (event) {
    if (!dialog() || !dialog().open) return;
    if (event.target.closest('[data-close]')) {
      event.preventDefault();
      closeDialog();
    } else if (event.target === dialog()) {
      closeDialog();
    }
  });

  /* The server says when a question is answered. The answer is read out where it appears. */
  document.addEventListener('desk-done', function () {
    closeDialog();
    var notice = document.getElementById('notice');
    if (notice) { notice.tabIndex = -1; notice.focus(); }
  });

  /* The answer to a decision may come after the news of what became of it. It must not put back what was before. */
  var newest = 0;
  document.addEventListener('htmx:sseMessage', function (event) {
    newest = Math.max(newest, Number(event.detail.lastEventId) || 0);
    dropOldNotice();
  });
  document.addEventListener('htmx:oobBeforeSwap', function (event) {
    var piece = event.detail.fragment;
    if (piece.dataset && Number(piece.dataset.sequence) < newest) event.detail.shouldSwap = false;
  });

  /* "It is being charged" is true until there is news. A refusal stays until the next decision. */
  function dropOldNotice() {
    var said = document.querySelector('#notice [data-sequence]');
    if (said && said.querySelector('.good') && Number(said.dataset.sequence) < newest) said.remove();
  }
  htmx.onLoad(dropOldNotice);

  /* A network that is away must not look like a button that does nothing. */
  function tell(text) {
    closeDialog();
    var notice = document.getElementById('notice');
    if (!notice) return;
    var box = document.createElement('div');
    box.className = 'notice bad';
    box.setAttribute('role', 'alert');
    box.textContent = text;
    notice.replaceChildren(box);
  }
  /* A question about what cannot be done any more must not stay open. One that is being answered gets its answer. */
  document.addEventListener('htmx:sseMessage', function (event) {
    if (event.target.id !== 'actions' || !dialog() || !dialog().open) return;
    var question = dialog().querySelector('form[method=post]');
    if (!question || question.classList.contains('htmx-request')) return;
    if (!document.querySelector('#actions form[action="' + question.getAttribute('action') + '"]')) {
      tell('What can be decided here has changed meanwhile, so the question was closed. Nothing was done by it.');
    }
  });
  function unanswered(event) {
    var posted = event.detail.requestConfig && event.detail.requestConfig.verb === 'post';
    tell(posted
      ? 'No answer came from Holdfast, so it is not known whether your decision arrived. Look at the status before you repeat it; nothing is done twice.'
      : 'No answer came from Holdfast. Nothing was done.');
  }
  document.addEventListener('htmx:sendError', unanswered);

  /* A proxy that answers in Holdfast's place says nothing about what became of the decision. */
  document.addEventListener('htmx:beforeOnLoad', function (event) {
    var answer = event.detail.xhr;
    if (!answer.getResponseHeader('X-Holdfast-Desk')) {
      event.preventDefault();
      unanswered(event);
    } else if (answer.status === 401) {
      keepTyped();
    }
  });

  /* The browser does not tell a script why a live page broke off. */
  var lost;
  function connection(state) {
    ['connection', 'signed-out'].forEach(function (id) {
      var line = document.getElementById(id);
      if (line) line.hidden = id !== state;
    });
  }
  function askWhy() {
    var live = document.querySelector('[sse-connect]');
    if (!live) return;
    var since = lost;
    fetch(live.getAttribute('sse-connect'), { method: 'HEAD' }).then(function (answer) {
      return answer.status === 401;
    }, function () { return false; }).then(function (isOver) {
      if (lost === since) connection(isOver ? 'signed-out' : 'connection');
    });
  }
  document.addEventListener('htmx:sseError', function () {
    if (!lost) lost = { timer: setTimeout(function () { lost.late = true; askWhy(); }, 4000) };
    else if (lost.late) askWhy();
  });
  document.addEventListener('htmx:sseOpen', function () {
    if (lost) clearTimeout(lost.timer);
    lost = null;
    connection('');
  });
  document.addEventListener('click', function (event) {
    /* Back to this very address, whichever way it was come to. */
    if (event.target.closest('#signed-out a')) event.target.href = location.href;
  });
})();
