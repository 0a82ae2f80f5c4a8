package dev.parley.identity;

import java.util.concurrent.CompletableFuture;

/** Whom the chat asks who someone is, where that is not written in a token. */
public interface Authority {
    /**
     * Asks, or knows the answer from a moment ago.
     *
     * @param cookies the header as it came; empty for none
     * @param authorization likewise
     * @return fails with {@link Rejected} when it is nobody, and with {@link CannotTell} when that can't be known now
     */
    CompletableFuture<Identity> ask(String cookies, String authorization);
}
