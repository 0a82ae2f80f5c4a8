package dev.parley.identity;

/**
 * From when to when a credential holds, and by what it can be told to end before.
 *
 * @param since when it was issued, in s since 1970
 * @param until when it ends, in ms since 1970
 * @param token its id ({@code jti}); null when it has none
 * @param session of which it is one of several, perhaps ({@code sid}); null when it has none
 */
public record Term(long since, long until, String token, String session) {
    /** Of what never ends by itself. */
    public static final Term ENDLESS = new Term(0, Long.MAX_VALUE, null, null);
}
