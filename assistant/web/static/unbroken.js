// Gradio's requests over a line that is cut. Once it notices the loss it does nothing more, and reloads the page when
// the line is back, which ends camera and microphone. So its event stream ends in good order here, and what it sends is
// sent again until it arrives: a message keeps its id, a picture that arrived twice is attached once, and the chat is
// drawn anew on each connection.

const STREAM = "/gradio_api/queue/data";
const TRIES = { "/gradio_api/queue/join": 60, "/gradio_api/upload?": 600 }; // pictures are slow to choose anew
const AGAIN = 1000; // ms between two tries
const END = new TextEncoder().encode('data: {"msg":"close_stream"}\n\n');

export function keepUnbroken() {
  const { fetch } = window;
  window.fetch = (what, how) => {
    const address = String(what.url ?? what);
    if (address.includes(STREAM)) return stream(() => fetch(what, how));
    const sent = Object.keys(TRIES).find((route) => address.includes(route));
    return sent ? sending(() => fetch(what, how), TRIES[sent]) : fetch(what, how);
  };
}

async function sending(attempt, tries) {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === tries || error.name === "AbortError") throw error;
      await new Promise((go) => setTimeout(go, AGAIN));
    }
  }
}

async function stream(attempt) {
  const answer = await attempt().catch(() => new Response("", { headers: { "content-type": "text/event-stream" } }));
  return answer.ok ? new Response(whole(answer.body.getReader()), answer) : answer;
}

/** Whole events only; after the last that arrived, the one that says that there will be no more. */
function whole(reader) {
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
  let part = "";
  return new ReadableStream({
    async pull(to) {
      const { done, value } = await reader.read().catch(() => ({ done: true }));
      part += done ? "" : decoder.decode(value, { stream: true });
      const end = part.lastIndexOf("\n\n") + 2;
      if (end > 1) to.enqueue(encoder.encode(part.slice(0, end)));
      else if (!done) return this.pull(to);
      part = end > 1 ? part.slice(end) : part;
      if (!done) return;
      to.enqueue(END);
      to.close();
    },
    cancel: (why) => reader.cancel(why),
  });
}
