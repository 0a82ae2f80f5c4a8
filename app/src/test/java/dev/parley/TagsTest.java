package dev.parley;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.TestRedis;
import dev.parley.support.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Two guests of one name are told apart by their browsers, whichever instance they are on, and nobody passes for another. */
class TagsTest {
    private static final String LAPTOP = "laptop-0123456789";
    private static final String PHONE = "phone-0123456789_";
    private static final String FORM = "application/x-www-form-urlencoded";

    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void aBrowserHasOneTagOnAllInstancesAndAnotherThanOthers() {
        String tag = tag(chat.one, LAPTOP);
        assertTrue(tag.matches("[a-z2-7]{8}"), tag);
        assertEquals(tag, tag(chat.other, LAPTOP));
        assertNotEquals(tag, tag(chat.one, PHONE));
    }

    @Test
    void whatABrowserSaysCarriesItsTagLiveAndInHistory() {
        try (Recorder listener = on(chat.other, "said")) {
            say(chat.one, "said", "Mason", LAPTOP, "form");
            postJson(chat.other, "said", "Mason", LAPTOP, "json");
            say(chat.one, "said", "Mason", PHONE, "mine");
            chat.http().say("said", "Mason", "by curl");
            List<Heard> heard = listener.awaitMessages(4);
            String said = "{\"sender\":\"Mason\",\"tag\":\"%s\",\"message\":\"%s\",\"at\":";
            assertTrue(
                    heard.get(0).data().startsWith(said.formatted(tag(LAPTOP), "form")),
                    heard.get(0).data());
            assertTrue(
                    heard.get(1).data().startsWith(said.formatted(tag(LAPTOP), "json")),
                    heard.get(1).data());
            assertEquals(tag(PHONE), heard.get(2).json().path("tag").textValue());
            assertFalse(heard.get(3).json().has("tag"));
            for (TestInstance instance : chat.both()) {
                JsonNode messages = instance.http().get("/said").json().path("messages");
                assertEquals(
                        List.of(tag(LAPTOP), tag(LAPTOP), tag(PHONE), ""),
                        messages.valueStream()
                                .map(each -> each.path("tag").asText())
                                .toList());
            }
        }
    }

    @Test
    void twoOfOneNameAreTwoAndTwoTabsOfOneBrowserAreOne() {
        try (Recorder first = on(chat.one, "two", "Mason", LAPTOP);
                Recorder tab = on(chat.other, "two", "Mason", LAPTOP);
                Recorder second = on(chat.other, "two", "Mason", PHONE);
                Recorder curl = on(chat.one, "two?name=Mason");
                Recorder ana = on(chat.one, "two?name=Ana")) {
            Stream.of(first, tab, second, curl, ana)
                    .forEach(listener -> listener.awaitPresent("Ana", "Mason", "Mason", "Mason"));
            JsonNode told = newest(ana, "presence");
            assertEquals(4, told.path("count").asInt());
            assertEquals("{}", told.path("who").path(0).toString());
            assertEquals("{}", told.path("who").path(1).toString());
            assertEquals(
                    new TreeSet<>(List.of(tag(LAPTOP), tag(PHONE))),
                    new TreeSet<>(List.of(
                            told.path("who").path(2).path("tag").textValue(),
                            told.path("who").path(3).path("tag").textValue())));
            for (TestInstance instance : chat.both()) {
                JsonNode members = instance.http().get("/two/members").json();
                assertEquals(4, members.path("count").asInt());
                assertEquals(
                        "{\"name\":\"Ana\"}", members.path("members").path(0).toString());
                assertEquals(
                        told.path("who").path(2).path("tag"),
                        members.path("members").path(2).path("tag"));
            }
        }
    }

    /** As a browser does it: a new stream under the new name, then the old one ends. */
    @Test
    void whoTakesAnotherNameIsTheSameBrowser() {
        try (Recorder observer = on(chat.other, "rename")) {
            Recorder before = on(chat.one, "rename", "Mason", LAPTOP);
            observer.awaitPresent("Mason");
            String tag =
                    newest(observer, "presence").path("who").path(0).path("tag").textValue();
            try (Recorder after = on(chat.one, "rename", "Mia", LAPTOP)) {
                before.close();
                after.awaitPresent("Mason", "Mia");
                observer.awaitPresent("Mia");
                assertEquals(
                        "[{\"tag\":\"" + tag + "\"}]",
                        newest(observer, "presence").path("who").toString());
            }
        }
    }

    @Test
    void whoHasNoTagIsToldAsEver() {
        try (Recorder ana = on(chat.one, "plain?name=ana");
                Recorder bob = on(chat.other, "plain?name=bob")) {
            ana.awaitPresent("ana", "bob");
            bob.awaitPresent("ana", "bob");
            assertEquals(
                    "{\"count\":2,\"members\":[\"ana\",\"bob\"]}",
                    newest(ana, "presence").toString());
            assertFalse(ana.awaitEvent("welcome").json().has("you"));
            type(chat.one, "plain", "{\"sender\":\"ana\"}");
            assertEquals("{\"names\":[\"ana\"]}", bob.awaitEvent("typing").data());
        }
    }

    @Test
    void twoOfOneNameWhoTypeAreTwo() {
        try (Recorder observer = on(chat.other, "typing")) {
            type(chat.one, "typing", "{\"sender\":\"Mason\",\"browser\":\"" + LAPTOP + "\"}");
            type(chat.other, "typing", "{\"sender\":\"Mason\",\"browser\":\"" + PHONE + "\"}");
            type(chat.other, "typing", "{\"sender\":\"Mason\"}");
            await().until(() -> newest(observer, "typing").path("names").size() == 3);
            JsonNode told = newest(observer, "typing");
            assertEquals("[\"Mason\",\"Mason\",\"Mason\"]", told.path("names").toString());
            assertEquals(
                    List.of("", tag(LAPTOP), tag(PHONE)).stream().sorted().toList(),
                    told.path("who")
                            .valueStream()
                            .map(each -> each.path("tag").asText())
                            .sorted()
                            .toList());
        }
    }

    /** Nobody speaks with another's tag, nor as who is verified: what is said of that counts for nothing. */
    @Test
    void aTagOrUserThatIsMadeUpIsNone() {
        String forged = "\"tag\":\"aaaaaaaa\",\"user\":\"42\"";
        try (Recorder listener = on(chat.one, "forged")) {
            post(chat.one, "/forged", "{\"sender\":\"Mason\",\"message\":\"posted\"," + forged + "}");
            chat.inject("forged", "{\"sender\":\"Mason\",\"message\":\"injected\"," + forged + "}");
            chat.inject("forged", "{\"sender\":\"Mason\",\"message\":\"browser\",\"browser\":\"" + LAPTOP + "\"}");
            List<Heard> heard = listener.awaitMessages(3);
            heard.forEach(message -> {
                assertEquals("Mason", message.json().path("sender").textValue());
                assertFalse(message.json().has("tag"), message.data());
                assertFalse(message.json().has("user"), message.data());
            });
        }
    }

    @Test
    void aKeyBelongsToItsBrowser() {
        String message = "{\"sender\":\"Mason\",\"message\":\"hi\",\"key\":\"k\",\"browser\":\"%s\"}";
        List<Integer> statuses = Stream.of(LAPTOP, PHONE, LAPTOP)
                .map(browser -> post(chat.one, "/keys", message.formatted(browser)))
                .map(Http.Answer::status)
                .toList();
        assertEquals(List.of(201, 201, 200), statuses);
        String renamed = message.formatted(LAPTOP).replace("Mason", "Mia");
        assertEquals(200, post(chat.other, "/keys", renamed).status(), "it is the same author");
        assertEquals(
                201,
                post(chat.other, "/keys", message.replace(",\"browser\":\"%s\"", ""))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdef.", "0123456789abcde%C3%A9", "%20123456789abcdef"})
    void whatIsNoSecretIsRefusedAndToldWhy(String browser) {
        Http http = chat.http();
        byte[] form = ("sender=ana&message=hi&browser=" + browser).getBytes(StandardCharsets.UTF_8);
        List<Http.Answer> answers = List.of(
                http.get("/subscribe/refused?browser=" + browser),
                http.get("/refused?browser=" + browser, "Accept", "text/event-stream"),
                http.post("/refused", FORM, form),
                http.post("/refused/typing", FORM, form));
        for (Http.Answer answer : answers) {
            assertEquals(400, answer.status(), answer.text());
            String detail = answer.json().path("detail").textValue();
            assertTrue(detail.contains("'browser'") && detail.contains("16 to 64"), detail);
        }
        assertEquals(
                400,
                post(chat.one, "/refused", "{\"sender\":\"a\",\"message\":\"x\",\"browser\":7}")
                        .status());
    }

    /** During an upgrade, instances of before write names only; and what none of them has written is nobody. */
    @Test
    void whatOlderInstancesWroteIsUnderstoodAndWhatNobodyUnderstandsIsLeftOut() {
        try (Recorder mason = on(chat.one, "entries", "Mason", LAPTOP);
                Jedis jedis = chat.redis.connectFor(chat.prefix + "entries")) {
            mason.awaitPresent("Mason");
            String people = "{" + chat.prefix + "entries}:people";
            String ours = jedis.zrange(people, 0, -1).get(0);
            assertTrue(ours.startsWith("Mason\u0001t" + tag(LAPTOP) + "\0"), ours);
            String lease = ours.substring(ours.indexOf('\0'));
            for (String entry :
                    List.of("Ana", "Zoe\u0001x1", "Zoe\u0001", "Zoe\u0001tshort", "Zoe\u0001u", "Uwe\u0001u42")) {
                jedis.zadd(people, 0, entry + lease);
            }
            World.notify(jedis, "{" + chat.prefix + "entries}:members", "another");
            mason.awaitPresent("Ana", "Mason", "Uwe");
            assertEquals(
                    "[{},{\"tag\":\"" + tag(LAPTOP) + "\"},{\"user\":\"42\"}]",
                    newest(mason, "presence").path("who").toString());
        }
    }

    @Test
    void aRedisThatLosesTheSecretLeavesEverybodyTheirTag() {
        String tag = tag(chat.one, LAPTOP);
        String key = chat.prefix + "secret";
        try (Jedis jedis = chat.redis.connectFor(key)) {
            jedis.del(key);
            await().until(() -> jedis.exists(key)); // put back by those who know it
            try (TestInstance third = TestInstance.start(chat.redis, chat.prefix)) {
                assertEquals(tag, tag(third, LAPTOP));
            }
        }
        chat.both().forEach(instance -> assertEquals(tag, tag(instance, LAPTOP)));
    }

    /** Who comes first puts back what all have known. */
    @Test
    void aRedisThatIsRestartedEmptyLeavesEverybodyTheirTagAndOneForAllThatComeLater() {
        try (TestRedis redis = TestRedis.own();
                TwoInstances others = new TwoInstances(redis)) {
            String tag = tag(others.one, LAPTOP);
            redis.stop();
            await().until(() -> others.http().get("/readyz").status() == 503);
            redis.startAgain();
            for (TestInstance instance : others.both()) {
                await().until(() -> instance.http().get("/readyz").status() == 200);
                assertEquals(tag, tag(instance, LAPTOP));
            }
            try (TestInstance third = TestInstance.start(redis, others.prefix)) {
                assertEquals(tag, tag(third, LAPTOP));
            }
        }
    }

    private static String tag(String browser) {
        return tag(chat.one, browser);
    }

    private static String tag(TestInstance instance, String browser) {
        try (Recorder stream = on(instance, "tags?browser=" + browser)) {
            JsonNode you = stream.awaitEvent("welcome").json().path("you");
            assertEquals(1, you.size(), you.toString());
            return you.path("tag").textValue();
        }
    }

    private static Recorder on(TestInstance instance, String channelAndQuery) {
        return Recorder.open(instance.port(), "/subscribe/" + channelAndQuery);
    }

    private static Recorder on(TestInstance instance, String channel, String name, String browser) {
        return on(instance, channel + "?name=" + name + "&browser=" + browser);
    }

    private static JsonNode newest(Recorder listener, String event) {
        List<Heard> told = listener.events(event);
        return told.isEmpty()
                ? MissingNode.getInstance()
                : told.get(told.size() - 1).json();
    }

    private static void say(TestInstance instance, String channel, String sender, String browser, String text) {
        byte[] form =
                ("sender=" + sender + "&message=" + text + "&browser=" + browser).getBytes(StandardCharsets.UTF_8);
        assertEquals(201, instance.http().post("/" + channel, FORM, form).status());
    }

    private static void postJson(TestInstance instance, String channel, String sender, String browser, String text) {
        String json = "{\"sender\":\"" + sender + "\",\"message\":\"" + text + "\",\"browser\":\"" + browser + "\"}";
        assertEquals(201, post(instance, "/" + channel, json).status());
    }

    private static void type(TestInstance instance, String channel, String json) {
        assertEquals(204, post(instance, "/" + channel + "/typing", json).status());
    }

    private static Http.Answer post(TestInstance instance, String path, String json) {
        return instance.http().post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }
}
