package dev.parley.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Who may what, as it is set up.
 *
 * @param tokens null where there are none
 * @param authority whom to ask instead; null for nobody
 * @param anyone what those may who present nothing
 * @param signIn where people sign in, for the page; null for nowhere
 */
public record Access(
        Tokens tokens,
        Authority authority,
        ApiKeys keys,
        Grants anyone,
        PrivateNames privately,
        String cookie,
        String signIn,
        boolean isOpen) {
    /** Anyone may listen and speak, and nothing is read that would say who they are. */
    public static final Access OPEN = new Access(
            null, null, ApiKeys.NONE, Grants.all(PrivateNames.USUAL), PrivateNames.USUAL, "parley", null, true);

    /** Who presents nothing. */
    public Identity guest() {
        return Identity.guest(anyone, privately);
    }

    /** The program that has this API key; empty when nobody has. */
    public Optional<Identity> program(String key) {
        return keys.find(key, privately);
    }

    /**
     * Who has this token.
     *
     * @return at once; done already unless a key must be fetched; fails with {@link Rejected} when it is none that holds, and with
     *     {@link CannotTell} when that can't be known now
     */
    public CompletableFuture<Identity> ask(String token, Instant now) {
        return tokens == null
                ? CompletableFuture.failedFuture(new Rejected(Rejected.Fault.FORGED, "No key for tokens is set."))
                : tokens.ask(token, now);
    }

    /**
     * The same, for who can wait.
     *
     * @throws Rejected when it is none that holds
     * @throws CannotTell when that can't be known now
     */
    public Identity user(String token, Instant now) {
        return Tokens.awaited(ask(token, now));
    }
}
