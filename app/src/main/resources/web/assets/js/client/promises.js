/** What was promised and has not come yet. */
export class Promises {
  #open = new Set(); // of {promise, resolve, reject}

  /** A promise that begin(resolve, reject) settles some time; what it throws rejects. @param {(resolve: any, reject: any) => void} begin */
  make(begin) {
    const made = withResolvers();
    const settling = (settle) => (value) => {
      this.#open.delete(made);
      settle(value);
    };
    this.#open.add(made);
    try {
      begin(settling(made.resolve), settling(made.reject));
    } catch (problem) {
      settling(made.reject)(problem);
    }
    return made.promise;
  }

  /** Rejects all. Whoever ends a chat knows that, so who does not wait for a promise need not catch this: it would end a program on Node. */
  end(reason) {
    this.#open.forEach(({ promise, reject }) => {
      promise.catch(() => {});
      reject(reason);
    });
    this.#open.clear();
  }
}

/** As Promise.withResolvers(), which Node 20 lacks. */
function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
