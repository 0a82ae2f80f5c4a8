package dev.parley.identity.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.identity.CannotTell;
import dev.parley.identity.Grants;
import dev.parley.identity.Identity;
import dev.parley.identity.PrivateNames;
import dev.parley.identity.Rejected;
import dev.parley.identity.Verb;
import dev.parley.support.Application;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application is asked once, its word counts for as long as it says, and its silence opens nothing. */
class AuthorizerTest {
    @AutoClose
    private final Application application = new Application();

    private final Authorizer authorizer =
            new Authorizer(application.address(), Grants.parse("listen:*"), PrivateNames.USUAL);

    @Test
    void itSaysWhoThatIsAndWhatTheyMay() {
        application.answer(200, "{\"user\":42,\"name\":\"Ana\",\"grants\":{\"publish\":[\"team-7\"]}}");
        Identity ana = authorizer.ask("session=1", "").join();
        assertEquals("42", ana.user());
        assertEquals("Ana", ana.name());
        assertTrue(ana.may(Verb.PUBLISH, new ChannelName("team-7")));
        assertTrue(ana.may(Verb.LISTEN, new ChannelName("user-42:mail")));
        assertFalse(ana.may(Verb.LISTEN, new ChannelName("team-7")));
        assertEquals(List.of("session=1|"), application.asked());
    }

    @Test
    void eachCredentialIsAskedForOnce() {
        application.answer(200, "{\"user\":\"42\"}");
        List<CompletableFuture<Identity>> all = IntStream.range(0, 1_000)
                .mapToObj(i -> authorizer.ask("s=1", ""))
                .toList();
        all.forEach(CompletableFuture::join);
        assertEquals(1, application.asked().size());
    }

    /** However much of them is the same. */
    @Test
    void twoPeopleNeverShareAnAnswer() {
        String common = "x".repeat(4_000);
        for (String[] credential : new String[][] {
            {common + "1", ""}, {common + "2", ""}, {"", common}, {common, ""}, {"a", "b"}, {"ab", ""}
        }) {
            application.answer(200, "{\"user\":\"" + application.asked().size() + "\"}");
            String expected = Integer.toString(application.asked().size());
            assertEquals(
                    expected,
                    authorizer.ask(credential[0], credential[1]).join().user());
        }
    }

    @Test
    void whoIsNobodyOrBarredIsTold() {
        application.answer(401, "");
        assertEquals(Rejected.Fault.UNFIT, refusal("s=1").fault());
        application.answer(403, "{\"detail\":\"Pay first.\"}");
        assertEquals(Rejected.Fault.BARRED, refusal("s=2").fault());
        assertEquals("Pay first.", refusal("s=2").getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"user\":\"\"}",
                "{\"user\":\"a\\nb\"}",
                "{\"user\":\"1\",\"for\":0}",
                "{\"user\":\"1\",\"for\":\"x\"}",
                "{\"user\":\"1\",\"for\":1e9}",
                "{\"user\":\"1\",\"grants\":{\"hear\":[]}}"
            })
    void whatItMustNotSayOpensNothing(String answer) {
        application.answer(200, answer);
        assertUnknown();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 404, 500, 503})
    void anythingElseOpensNothingAndIsAskedAgain(int status) {
        application.answer(status, "{\"user\":\"42\"}");
        assertUnknown();
        application.answer(200, "{\"user\":\"42\"}");
        assertEquals("42", authorizer.ask("s=1", "").join().user());
    }

    @Test
    void anApplicationThatIsAwayOrSilentOpensNothing() {
        application.silent(true);
        assertUnknown();
        application.close();
        assertUnknown();
    }

    private void assertUnknown() {
        Throwable why = assertThrows(
                        CompletionException.class,
                        () -> authorizer.ask("s=1", "").join())
                .getCause();
        assertTrue(why instanceof CannotTell, () -> "instead: " + why);
    }

    private Rejected refusal(String cookies) {
        return (Rejected) assertThrows(
                        CompletionException.class,
                        () -> authorizer.ask(cookies, "").join())
                .getCause();
    }
}
