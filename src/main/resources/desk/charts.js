/* Draws each chart from the table beside it, so that both say the same. */
(function () {
  'use strict';

  var plots = [];

  /* Of what is printed: narrower than the narrowest usual paper without its margins. A chart is a picture, and what does not fit would be cut off. */
  var PAPER = 600;

  function tone(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  function onPaper() {
    return document.documentElement.classList.contains('paper');
  }

  function short(value) {
    var size = Math.abs(value);
    if (size >= 1e15) return (+value.toPrecision(3)).toExponential().replace('+', '');
    if (size >= 1e12) return +(value / 1e12).toFixed(2) + 'tn';
    if (size >= 1e9) return +(value / 1e9).toFixed(2) + 'bn';
    if (size >= 1e6) return +(value / 1e6).toFixed(2) + 'M';
    if (size >= 1e3) return +(value / 1e3).toFixed(2) + 'k';
    return String(+value.toFixed(2));
  }

  function read(table) {
    var heads = Array.from(table.tHead.rows[0].cells).slice(1);
    var rows = Array.from(table.tBodies[0].rows);
    return {
      labels: rows.map(function (row) { return row.cells[0].textContent; }),
      at: rows.map(function (row) { return Number(row.cells[0].dataset.at); }),
      series: heads.map(function (head, i) {
        return {
          name: head.textContent, tone: head.dataset.tone, drawn: 'drawn' in head.dataset,
          values: rows.map(function (row) { return Number(row.cells[i + 1].dataset.value); }),
          texts: rows.map(function (row) { return row.cells[i + 1].textContent; })
        };
      }).filter(function (series) { return series.drawn; })
    };
  }

  function draw(box) {
    var kind = box.dataset.kind;
    var data = read(document.getElementById(box.dataset.table));
    var time = kind === 'lines' || kind === 'area';
    var bars = !time;
    var series = data.series;
    var values = series.map(function (one, i) {
      /* Stacked: the whole first, so that each part is drawn over it. */
      return kind !== 'stacked' ? one.values : one.values.map(function (value, row) {
        return series.slice(i).reduce(function (sum, other) { return sum + other.values[row]; }, 0);
      });
    });
    var grid = { stroke: tone('line'), width: 1 };
    var font = '12px system-ui, sans-serif';
    var options = {
      width: Math.max(240, Math.min(box.clientWidth, onPaper() ? PAPER : Infinity)), height: 230,
      cursor: time ? { drag: { x: false, y: false } } : { drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: time ? { time: true } : { time: false, range: [-0.6, data.at.length - 0.4] },
        y: { range: function (u, min, max) { return [0, max > 0 ? max * 1.08 : 1]; } }
      },
      tzDate: function (at) { return uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'); },
      axes: [
        time ? { stroke: tone('muted'), grid: { show: false }, ticks: grid, font: font, space: 60 }
          : {
              stroke: tone('muted'), grid: { show: false }, ticks: { show: false }, font: font,
              splits: function () { return data.at; },
              values: function (u) {
                var room = u.bbox.width / devicePixelRatio / Math.max(1, data.labels.length);
                return data.labels.map(function (label, i) {
                  return i % Math.ceil(56 / room) === 0 ? label.replace(/ (days?|or)/, '\n$1') : '';
                });
              }
            },
        { stroke: tone('muted'), grid: grid, ticks: { show: false }, font: font, size: 58,
          values: function (u, ticks) { return ticks.map(function (t) { return t % 1 && kind !== 'area' ? '' : short(t); }); } }
      ],
      series: [{
        label: document.getElementById(box.dataset.table).tHead.rows[0].cells[0].textContent,
        value: function (u, at, i, index) { return index == null ? '–' : data.labels[index]; }
      }].concat(series.map(function (one) {
        var colour = tone(one.tone);
        return {
          label: one.name, stroke: colour, width: bars ? 0 : 2,
          fill: bars ? colour : kind === 'area' ? colour + '22' : undefined,
          paths: bars ? uPlot.paths.bars({ size: [0.6, 72] }) : undefined,
          points: { show: false },
          value: function (u, value, i, index) { return index == null ? '–' : one.texts[index]; }
        };
      }))
    };
    box.replaceChildren();
    plots.push(new uPlot(options, [data.at].concat(values), box));
  }

  function drawAll() {
    plots.forEach(function (plot) { plot.destroy(); });
    plots = [];
    document.querySelectorAll('.plot').forEach(draw);
  }

  /* Also in the colours of paper: the browser prints the picture that is there. */
  function paper(on) {
    document.documentElement.classList.toggle('paper', on);
    drawAll();
  }
  addEventListener('beforeprint', function () { paper(true); });
  addEventListener('afterprint', function () { paper(false); });

  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  var wait;
  addEventListener('resize', function () {
    clearTimeout(wait);
    wait = setTimeout(drawAll, 150);
  });
})();
