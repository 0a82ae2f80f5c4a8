package dev.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.InvalidInput;
import dev.parley.support.Signer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what somebody with a key has said counts, and only as they said it. */
class TokensTest {
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair OTHER_RSA = pair("RSA");
    private static final KeyPair EC = pair("EC");

    @Test
    void aTokenSaysWhoAsksAndWhatTheyMay() {
        Identity ana = read(Signer.of("42").name("Ana").may("{\"listen\":[\"team-*\"],\"publish\":[\"team-7\"]}"));
        assertTrue(ana.isVerified());
        assertEquals("42", ana.user());
        assertEquals("Ana", ana.name());
        assertTrue(ana.may(Verb.LISTEN, new ChannelName("team-8")));
        assertFalse(ana.may(Verb.PUBLISH, new ChannelName("team-8")));
        assertFalse(ana.may(Verb.EMIT, new ChannelName("team-7")));
        assertFalse(ana.may(Verb.LISTEN, new ChannelName("everyone")));
        assertFalse(ana.may(Verb.OPERATE));
    }

    @Test
    void withoutGrantsItMeansWhatUsersMay() {
        Identity ana = read(Signer.of("42"));
        assertEquals("42", ana.name());
        assertTrue(ana.may(Verb.PUBLISH, new ChannelName("everyone")));
        assertFalse(ana.may(Verb.EMIT, new ChannelName("everyone")));
    }

    @Test
    void everybodyHearsTheirOwnAndNobodyElses() {
        Identity ana = read(Signer.of("42").may("{\"listen\":[\"*\"],\"publish\":[\"*\"]}"));
        assertTrue(ana.may(Verb.LISTEN, new ChannelName("user-42:mail")));
        assertTrue(ana.may(Verb.LISTEN, new ChannelName("user-42")));
        assertTrue(ana.may(Verb.LISTEN, new ChannelPattern("user-42:*")));
        assertFalse(ana.may(Verb.PUBLISH, new ChannelName("user-42:mail")));
        assertFalse(ana.may(Verb.LISTEN, new ChannelName("user-421:mail")));
        assertFalse(ana.may(Verb.LISTEN, new ChannelName("user-4")));
        assertFalse(ana.may(Verb.LISTEN, new ChannelName("private-7")));
        assertFalse(ana.may(Verb.LISTEN, new ChannelPattern("user-*")));
        assertFalse(ana.may(Verb.LISTEN, new ChannelPattern("u*")));
        assertTrue(ana.may(Verb.LISTEN, new ChannelPattern("team-*")));
    }

    @Test
    void keysOfEachKindVerifyWhatTheyAreFor() {
        assertEquals(
                "42",
                read(keys(pem(RSA.getPublic())), rsa(Signer.of("42"), RSA)).user());
        String signedEc =
                Signer.of("42").header("alg", "\"ES256\"").signed(EC.getPrivate(), "SHA256withECDSAinP1363Format");
        assertEquals("42", read(keys(pem(EC.getPublic())), signedEc).user());
    }

    /** So that keys can be replaced while tokens of both are about. */
    @Test
    void severalKeysHold() {
        FixedKeys keys = keys(Signer.OTHER_SECRET + " " + Signer.SECRET).and(keys(pem(RSA.getPublic())));
        assertEquals("42", read(keys, Signer.of("42").token()).user());
        assertEquals("42", read(keys, rsa(Signer.of("42"), RSA)).user());
        assertFault(Rejected.Fault.FORGED, keys, rsa(Signer.of("42"), OTHER_RSA));
    }

    /** Public keys are public: whoever could sign with one as a secret could be anyone. */
    @Test
    void aPublicKeyIsNoSecret() {
        FixedKeys keys = keys(pem(RSA.getPublic()));
        byte[] published = pem(RSA.getPublic()).getBytes(StandardCharsets.UTF_8);
        assertFault(Rejected.Fault.FORGED, keys, Signer.of("42").signed(published));
        assertFault(
                Rejected.Fault.FORGED,
                keys,
                Signer.of("42").signed(RSA.getPublic().getEncoded()));
    }

    static Stream<String> forged() {
        return Stream.of(
                "",
                ".",
                "..",
                "a.b.c",
                "\u0000",
                "x".repeat(100_000),
                Signer.of("42").unsigned(),
                Signer.of("42").header("alg", "\"none\"").unsigned(),
                Signer.of("42").header("alg", "\"none\"").token(),
                Signer.of("42").header("alg", "\"None\"").token(),
                Signer.of("42").header("alg", null).token(),
                Signer.of("42").header("alg", "\"HS512\"").token(),
                Signer.of("42").header("alg", "256").token(),
                Signer.of("42").header("kid", "7").token(),
                Signer.of("42").header("kid", "{}").token(),
                Signer.of("42").header("typ", "\"logout+jwt\"").token(),
                Signer.of("42")
                        .header("crit", "[\"b64\"]")
                        .header("b64", "false")
                        .token(),
                Signer.of("42").header("crit", "[\"exp\"]").header("exp", "1").token(),
                Signer.of("42")
                        .header("jku", "\"http://127.0.0.1:1/jwks.json\"")
                        .token(),
                Signer.of("42").header("x5u", "\"http://127.0.0.1:1/cert\"").token(),
                Signer.of("42")
                        .header("jwk", "{\"kty\":\"oct\",\"k\":\"AAAA\"}")
                        .token(),
                Signer.of("42").signed(Signer.OTHER_SECRET.getBytes(StandardCharsets.UTF_8)),
                Signer.of("42").token() + "x",
                Signer.of("42").token() + ".x",
                Signer.of("42").token().replaceFirst("\\.[^.]*\\.", ".eyJzdWIiOiI0MyJ9."),
                rsa(Signer.of("42"), RSA));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void whatNobodyWithAKeyHasMadeIsRefused(String token) {
        assertFault(Rejected.Fault.FORGED, secret(), token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"../../etc/passwd\"", "\"' or 1=1\"", "\"\"", "null"})
    void theIdOfAKeyChoosesNothingWhereThereIsNoSet(String kid) {
        assertEquals("42", read(Signer.of("42").header("kid", kid)).user());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "exp | -",
                "iat | -",
                "exp | \"soon\"",
                "exp | -1",
                "exp | 1e400",
                "exp | 99999999999999999999",
                "exp | null",
                "exp | []",
                "exp | 1",
                "iat | 99999999999",
                "nbf | 99999999999",
                "nbf | \"x\"",
                "sub | -",
                "sub | \"\"",
                "sub | \" \"",
                "sub | {}",
                "sub | true",
                "sub | \"a\\nb\"",
                "sub | \"a\\u202eb\"",
                "sub | \"\\ud800\"",
                "jti | 7.5",
                "name | \"a\\nb\"",
                "name | \"\"",
                "parley | 7",
                "parley | null",
                "parley | {\"lisen\":[\"*\"]}",
                "parley | {\"listen\":\"*\"}",
                "parley | {\"listen\":[7]}",
                "parley | {\"listen\":[\"a b\"]}",
                "parley | {\"as\":7}"
            })
    void whatDoesNotSayWhatItMustIsRefused(String claim, String json) {
        assertFault(
                Rejected.Fault.UNFIT,
                secret(),
                Signer.of("42").with(claim, json).token());
    }

    @Test
    void aPayloadThatIsNoObjectIsRefused() {
        for (String payload : List.of("W10", "bnVsbA", "eA", "", "eyJzdWIiOiI0MiI", "_w")) {
            String head = Signer.of("42").token().replaceFirst("\\..*", "");
            assertThrows(Rejected.class, () -> read(secret(), head + "." + payload + ".AAAA"));
        }
    }

    @Test
    void tooManyPatternsAreRefused() {
        String many = "\"a\",".repeat(101).replaceFirst(",$", "");
        assertFault(
                Rejected.Fault.UNFIT,
                secret(),
                Signer.of("42").may("{\"listen\":[" + many + "]}").token());
    }

    @Test
    void clocksMayDifferByHalfAMinute() {
        assertEquals("42", read(Signer.of("42").from(-100, -28)).user());
        assertFault(
                Rejected.Fault.EXPIRED,
                secret(),
                Signer.of("42").from(-100, -31).token());
        assertEquals("42", read(Signer.of("42").from(28, 600)).user());
        assertFault(
                Rejected.Fault.UNFIT, secret(), Signer.of("42").from(120, 600).token());
    }

    @Test
    void noTokenHoldsForLongerThanItMay() {
        assertEquals("42", read(Signer.of("42").from(0, 3_600)).user());
        assertFault(
                Rejected.Fault.UNFIT, secret(), Signer.of("42").from(0, 3_601).token());
        assertFault(Rejected.Fault.UNFIT, secret(), Signer.of("42").from(60, 30).token());
    }

    @Test
    void onlyTokensOfTheIssuerForThisChatCount() {
        TokenRules rules = rules("https://idp.example", "parley", "sub");
        for (String audience : List.of("\"parley\"", "[\"other\",\"parley\"]")) {
            Signer token =
                    Signer.of("42").with("iss", "\"https://idp.example\"").with("aud", audience);
            assertEquals(
                    "42",
                    new Tokens(secret(), rules)
                            .read(token.token(), Instant.now())
                            .user());
        }
        for (Signer other : List.of(
                Signer.of("42"),
                Signer.of("42").with("iss", "\"https://idp.example\"").with("aud", "\"shop\""),
                Signer.of("42").with("iss", "\"https://idp.example/\"").with("aud", "\"parley\""),
                Signer.of("42").with("iss", "[]").with("aud", "\"parley\""))) {
            assertThrows(Rejected.class, () -> new Tokens(secret(), rules).read(other.token(), Instant.now()));
        }
    }

    @Test
    void anotherClaimMayBeTheUsersId() {
        Tokens tokens = new Tokens(secret(), rules(null, null, "uid"));
        assertEquals(
                "7",
                tokens.read(Signer.of("42").with("uid", "7").token(), Instant.now())
                        .user());
        assertThrows(Rejected.class, () -> tokens.read(Signer.of("42").token(), Instant.now()));
    }

    @Test
    void aBackEndMaySpeakAsOthersIfItsTokenSaysSo() {
        assertTrue(read(Signer.of("1").name("Bot").may("{\"as\":[\"News\"]}")).maySpeakAs("News"));
        assertTrue(read(Signer.of("1").name("Bot").may("{\"as\":\"*\"}")).maySpeakAs("Ana"));
        assertFalse(read(Signer.of("1").name("Bot")).maySpeakAs("Ana"));
        assertTrue(read(Signer.of("1").name("Bot")).maySpeakAs("Bot"));
    }

    @Test
    void aTicketStandsForAllThatTheTokenSaid() {
        Identity ana = read(Signer.of("42")
                .name("Ana")
                .with("sid", "\"s1\"")
                .may("{\"listen\":[\"team-*\"],\"operate\":true,\"as\":[\"Bot\"]}"));
        assertEquals(ana, Voucher.read(Voucher.write(ana), PrivateNames.USUAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "this is long enough but has blanks in it, so it is seven", ""})
    void aWeakSecretIsRefusedAndNotRepeated(String secret) {
        String told =
                assertThrows(InvalidInput.class, () -> FixedKeys.parse(secret)).getMessage();
        assertTrue(told.contains("32 bytes"), told);
        assertTrue(secret.isEmpty() || !told.contains(secret), told);
    }

    @Test
    void onlyPublicKeysOfGoodSizeAreTaken() {
        String priv = block("PRIVATE KEY", RSA.getPrivate().getEncoded());
        assertTrue(assertThrows(InvalidInput.class, () -> FixedKeys.parse(priv))
                .getMessage()
                .contains("public"));
        assertThrows(
                InvalidInput.class, () -> FixedKeys.parse(pem(pair("RSA-1024").getPublic())));
        assertThrows(InvalidInput.class, () -> FixedKeys.parse(block("PUBLIC KEY", new byte[100])));
    }

    @Test
    void whatIsMintedIsRead() {
        Minted minted = new Minted("42", "Ana", Grants.parse("listen:team-*"), null, null, Duration.ofMinutes(5));
        Identity ana = read(secret(), minted.signedWith(secret(), Instant.now()));
        assertEquals("Ana", ana.name());
        assertTrue(ana.may(Verb.LISTEN, new ChannelName("team-7")));
        assertThrows(InvalidInput.class, () -> minted.signedWith(keys(pem(RSA.getPublic())), Instant.now()));
    }

    private static Identity read(Signer token) {
        return read(secret(), token.token());
    }

    private static Identity read(FixedKeys keys, String token) {
        return new Tokens(keys, rules(null, null, "sub")).read(token, Instant.now());
    }

    private static void assertFault(Rejected.Fault fault, FixedKeys keys, String token) {
        assertEquals(
                fault, assertThrows(Rejected.class, () -> read(keys, token)).fault());
    }

    private static TokenRules rules(String issuer, String audience, String claim) {
        return new TokenRules(
                issuer, audience, Duration.ofHours(1), claim, Grants.parse("listen:* publish:*"), PrivateNames.USUAL);
    }

    private static FixedKeys secret() {
        return keys(Signer.SECRET);
    }

    private static FixedKeys keys(String text) {
        return FixedKeys.parse(text);
    }

    private static String rsa(Signer token, KeyPair key) {
        return token.header("alg", "\"RS256\"").signed(key.getPrivate(), "SHA256withRSA");
    }

    private static String pem(PublicKey key) {
        return block("PUBLIC KEY", key.getEncoded());
    }

    private static String block(String what, byte[] key) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(key) + "\n-----END " + what
                + "-----\n";
    }

    private static KeyPair pair(String kind) {
        try {
            String[] parts = kind.split("-", 2);
            KeyPairGenerator generator = KeyPairGenerator.getInstance(parts[0]);
            if (parts[0].equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(parts.length == 1 ? 2048 : Integer.parseInt(parts[1]));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
