package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Signer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is verified is so, and nobody else is taken for them. */
class AuthorsTest {
    private static final Signer ANA = Signer.of("42").name("Ana");

    @AutoClose
    private static ClosedChat chat;

    @BeforeAll
    static void start() {
        chat = new ClosedChat("--anyone-may=listen:* publish:*");
    }

    @Test
    void aMessageSaysWhoseItIs() {
        try (Recorder listener = chat.listen("verified", ANA)) {
            chat.other().postJson("verified", "{\"message\":\"it's me\"}", ANA.bearer());
            Heard heard = listener.awaitMessages(1).get(0);
            assertEquals("Ana", heard.json().path("sender").textValue());
            assertEquals("42", heard.json().path("user").textValue());
            String history = chat.one().get("/verified").text();
            assertTrue(history.contains("\"sender\":\"Ana\",\"user\":\"42\",\"message\""), history);
        }
    }

    @Test
    void nobodySpeaksUnderAnothersName() {
        Http.Answer refused = chat.one().say("names", "Berta", "hi", ANA.bearer());
        assertEquals(403, refused.status());
        assertEquals("sender", refused.json().path("reason").textValue());
        assertEquals(201, chat.one().say("names", "Ana", "hi", ANA.bearer()).status());
        assertEquals(
                403,
                chat.one()
                        .postJson("names/typing", "{\"sender\":\"Berta\"}", ANA.bearer())
                        .status());
        assertEquals(
                204, chat.one().postJson("names/typing", "{}", ANA.bearer()).status());
        assertEquals(
                403, chat.one().get("/subscribe/names?name=Berta", ANA.bearer()).status());
    }

    @Test
    void aGuestOfTheSameNameIsNoUser() {
        Http.Answer posted = chat.one().say("guests", "Ana", "me too");
        assertEquals(201, posted.status());
        assertFalse(chat.one().get("/guests").text().contains("\"user\""));
        posted = chat.one().postJson("guests", "{\"sender\":\"Ana\",\"message\":\"hi\",\"user\":\"42\"}");
        assertEquals(201, posted.status());
        assertFalse(chat.one().get("/guests").text().contains("\"user\""));
    }

    @Test
    void wordsThatArePostedForOneUserAreNotTakenFromAnotherOrAGuest() {
        String json = "{\"sender\":\"Ana\",\"message\":\"hers\",\"if_user\":\"42\"}";
        assertEquals(201, chat.one().postJson("hers", json, ANA.bearer()).status());
        String[] another = Signer.of("43").name("Ana").bearer();
        for (String[] who : List.of(another, new String[0], Signer.bearer(Signer.KEY))) {
            Http.Answer refused = chat.one().postJson("hers", json, who);
            assertEquals(403, refused.status());
            assertEquals("sender", refused.json().path("reason").textValue());
        }
        assertEquals(1, chat.one().get("/hers").json().path("messages").size());
    }

    @Test
    void aGuestsWordsAreNotTakenFromAUserOfTheSameName() {
        String json = "{\"sender\":\"Ana\",\"message\":\"a guest's\",\"if_user\":\"\"}";
        Http.Answer refused = chat.one().postJson("nobodys", json, ANA.bearer());
        assertEquals(403, refused.status());
        assertEquals("sender", refused.json().path("reason").textValue());
        assertEquals(201, chat.one().postJson("nobodys", json).status());
        assertEquals(1, chat.one().get("/nobodys").json().path("messages").size());
    }

    @Test
    void whatIsInjectedIsNobodysWord() {
        try (Recorder listener = chat.listen("injected", ANA)) {
            chat.instances.inject("injected", "{\"sender\":\"Ana\",\"user\":\"42\",\"message\":\"trust me\"}");
            assertFalse(listener.awaitText("trust me").json().has("user"));
        }
    }

    @Test
    void aBackEndSpeaksForMany() {
        String[] key = Signer.bearer(Signer.KEY);
        assertEquals(201, chat.one().say("backend", "News", "extra", key).status());
        assertEquals(
                201,
                chat.one()
                        .postJson("backend", "{\"message\":\"by its own name\"}", key)
                        .status());
        String history = chat.one().get("/backend").text();
        assertTrue(history.contains("\"sender\":\"News\"") && history.contains("\"sender\":\"rails\""), history);
    }

    @Test
    void whoIsKnownIsHereUnderTheirName() {
        try (Recorder shown = chat.listen("here", ANA);
                Recorder hidden = chat.listen("here?name=", Signer.of("43").name("Hidden"))) {
            shown.awaitPresent("Ana");
            hidden.awaitPresent("Ana");
        }
    }

    /** Told apart by user and tag, and where there is neither, by name. */
    @Test
    void aUserAGuestAndAProgramOfOneNameAreThreeAndAUserOnTwoDevicesIsOne() {
        String browser = "&browser=0123456789abcdef";
        int other = chat.instances.other.port();
        try (Recorder laptop = chat.listen("one-name", ANA);
                Recorder phone = Recorder.open(other, "/subscribe/one-name?name=Ana" + browser, ANA.bearer());
                Recorder guest = Recorder.open(other, "/subscribe/one-name?name=Ana" + browser);
                Recorder program =
                        Recorder.open(other, "/subscribe/one-name?name=Ana" + browser, Signer.bearer(Signer.KEY))) {
            List<Recorder> all = List.of(laptop, phone, guest, program);
            all.forEach(listener -> listener.awaitPresent("Ana", "Ana", "Ana"));
            String tag =
                    guest.awaitEvent("welcome").json().path("you").path("tag").textValue();
            String told = laptop.events("presence")
                    .get(laptop.events("presence").size() - 1)
                    .json()
                    .path("who")
                    .toString();
            assertEquals("[{},{\"tag\":\"" + tag + "\"},{\"user\":\"42\"}]", told);
            assertEquals(
                    "[{\"name\":\"Ana\"},{\"name\":\"Ana\",\"tag\":\"" + tag
                            + "\"},{\"name\":\"Ana\",\"user\":\"42\"}]",
                    chat.one().get("/one-name/members").json().path("members").toString());
            assertEquals(
                    "42",
                    phone.awaitEvent("welcome").json().path("you").path("user").textValue());
            assertFalse(phone.awaitEvent("welcome").data().contains("tag"));
            assertTrue(program.awaitEvent("welcome").json().path("you").isNull());
            assertEquals(
                    "{\"one-name\":[\"listen\",\"publish\"]}",
                    guest.awaitEvent("welcome").json().path("you").path("may").toString());
            sayAsThree(browser.substring(1), "one-name");
            List<Heard> said = laptop.awaitMessages(3);
            assertEquals("42", said.get(0).json().path("user").textValue());
            assertFalse(said.get(0).json().has("tag"));
            assertEquals(tag, said.get(1).json().path("tag").textValue());
            assertFalse(said.get(2).data().contains("tag"), said.get(2).data());
        }
    }

    private static void sayAsThree(String browser, String channel) {
        byte[] form = ("sender=Ana&message=hi&" + browser).getBytes(StandardCharsets.UTF_8);
        Stream.of(ANA.bearer(), new String[0], Signer.bearer(Signer.KEY)).forEach(headers -> {
            Http.Answer answer = chat.one().post("/" + channel, "application/x-www-form-urlencoded", form, headers);
            assertEquals(201, answer.status(), answer.text());
        });
    }

    @Test
    void theWelcomeSaysWhoYouAreAndWhatYouMay() {
        try (Recorder ana = chat.listen("welcome", ANA);
                Recorder guest = Recorder.open(chat.instances.one.port(), "/subscribe/welcome")) {
            var you = ana.awaitEvent("welcome").json().path("you");
            assertEquals("42", you.path("user").textValue());
            assertEquals("Ana", you.path("name").textValue());
            assertEquals(
                    "[\"listen\",\"publish\"]", you.path("may").path("welcome").toString());
            assertTrue(you.path("until").longValue() > System.currentTimeMillis());
            assertTrue(guest.awaitEvent("welcome").json().path("you").isNull());
        }
    }

    @Test
    void inAnOpenChatNobodyIsAskedWhoTheyAre() {
        try (TwoInstances open = TwoInstances.onSharedRedis();
                Recorder stream = Recorder.open(open.one.port(), "/subscribe/open", ANA.bearer())) {
            assertFalse(stream.awaitEvent("welcome").data().contains("you"));
            assertEquals(
                    201, open.http().say("open", "Berta", "hi", ANA.bearer()).status());
            assertEquals(
                    201,
                    open.http()
                            .say("user-7", "Berta", "hi", "Authorization", "Bearer x")
                            .status());
            assertEquals(
                    200,
                    open.http()
                            .get("/open?access_token=x", "Cookie", "parley=nonsense")
                            .status());
            assertEquals(
                    List.of(404, 404),
                    Stream.of("tickets", "operator/moderation")
                            .map(path -> open.http().postJson(path, "{}").status())
                            .toList());
            assertEquals(200, open.http().get("/metrics").status());
        }
    }
}
