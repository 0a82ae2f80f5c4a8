package dev.parley.identity;

import java.time.Instant;
import java.util.Optional;

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
     * @throws Rejected when it is none that holds
     * @throws CannotTell when that can't be known now
     */
    public Identity user(String token, Instant now) {
        if (tokens == null) {
            throw new Rejected(Rejected.Fault.FORGED, "No key for tokens is set.");
        }
        return tokens.read(token, now);
    }
}
