package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A channel's past can be read in pages, and every instance tells the same. */
class HistoryTest {
    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void theNewestFiftyComeInTheOrderTheyWereSaid() {
        List<String> ids = say(chat, "newest", 55);
        JsonNode page = read("/newest");
        assertEquals("newest", page.path("channel").textValue());
        assertEquals(ids.subList(5, 55), ids(page));
        assertEquals("message 5", page.path("messages").path(0).path("message").textValue());
        assertEquals(ids.get(0), page.path("oldest").textValue());
        assertEquals(ids.get(54), page.path("head").textValue());
    }

    @Test
    void aMessageIsToldAsItWasHeard() {
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/as-heard")) {
            chat.http().say("as-heard", "mason", "<hi>");
            chat.http().postJson("as-heard", "{\"event\":\"userJoined\",\"data\":{\"at\":1.50,\"<n>\":[]}}");
            List<Heard> heard = listener.awaitMessages(2);
            List<JsonNode> told = messages(read("/as-heard"));

            assertEquals(heard.stream().map(Heard::id).toList(), ids(read("/as-heard")));
            String message = told.get(0).toString();
            assertEquals(
                    "{\"id\":\"" + heard.get(0).id() + "\","
                            + heard.get(0).data().substring(1),
                    message);
            JsonNode event = told.get(1);
            assertEquals("userJoined", event.path("event").textValue());
            assertEquals(heard.get(1).json(), event.path("data"));
            assertTrue(event.path("at").isIntegralNumber());
            assertTrue(chat.http()
                    .get("/as-heard")
                    .text()
                    .contains("\"data\":" + heard.get(1).data() + ",\"at\":"));
        }
    }

    @Test
    void whoScrollsUpReadsPageAfterPageAndMissesNothing() {
        List<String> ids = say(chat, "scroll-up", 25);
        List<String> read = new ArrayList<>();
        JsonNode page = read("/scroll-up?limit=10");
        while (!messages(page).isEmpty()) {
            read.addAll(0, ids(page));
            page = read("/scroll-up?limit=10&before=" + read.get(0));
            assertEquals(ids.get(0), page.path("oldest").textValue());
            assertEquals(ids.get(24), page.path("head").textValue());
        }
        assertEquals(ids, read);
    }

    @Test
    void whoWasAwayReadsPageAfterPageAndMissesNothing() {
        List<String> ids = say(chat, "read-on", 25);
        List<String> read = new ArrayList<>();
        JsonNode page = read("/read-on?limit=10&after=0-0");
        while (!messages(page).isEmpty()) {
            read.addAll(ids(page));
            page = read("/read-on?limit=10&after=" + read.get(read.size() - 1));
        }
        assertEquals(ids, read);
    }

    @Test
    void bothBoundsAreLeftOut() {
        List<String> ids = say(chat, "between", 10);
        String between = "/between?after=" + ids.get(2) + "&before=" + ids.get(7);
        assertEquals(ids.subList(3, 7), ids(read(between)));
        assertEquals(ids.subList(3, 5), ids(read(between + "&limit=2")));
        assertEquals(List.of(), ids(read("/between?after=" + ids.get(7) + "&before=" + ids.get(2))));
        assertEquals(List.of(), ids(read("/between?after=" + ids.get(3) + "&before=" + ids.get(4))));
    }

    @Test
    void boundsNeedNotBeIdsThatExist() {
        List<String> ids = say(chat, "far", 3);
        assertEquals(ids, ids(read("/far?after=1-5&before=999999999999999999-999999999999999999")));
        assertEquals(List.of(), ids(read("/far?after=999999999999999999-0")));
        assertEquals(List.of(), ids(read("/far?before=0-0")));
    }

    @Test
    void aSilentChannelIsEmptyAndStandsAtTheBeginning() {
        for (TestInstance instance : chat.both()) {
            assertEquals(
                    "{\"channel\":\"silent\",\"messages\":[],\"oldest\":\"0-0\",\"head\":\"0-0\"}",
                    instance.http().get("/silent").text());
        }
    }

    @Test
    void twoHundredIsTheMost() {
        List<String> ids = say(chat, "most", 201);
        assertEquals(ids.subList(1, 201), ids(read("/most?limit=200")));
        assertEquals(ids.subList(200, 201), ids(read("/most?limit=1")));
    }

    @Test
    void onlySoManyAreKeptAndOldestSaysWhich() {
        try (TwoInstances forgetful = TwoInstances.onSharedRedis("--history", "20")) {
            List<String> ids = say(forgetful, "kept", 30);
            for (TestInstance instance : forgetful.both()) {
                JsonNode page = instance.http().get("/kept?limit=200").json();
                assertEquals(ids.subList(10, 30), ids(page));
                assertEquals(ids.get(10), page.path("oldest").textValue());
                assertEquals(ids.get(29), page.path("head").textValue());
                JsonNode late =
                        instance.http().get("/kept?limit=5&after=" + ids.get(0)).json();
                assertEquals(ids.subList(10, 15), ids(late));
            }
        }
    }

    @Test
    void aChannelsNameMayBeOfAnyScript() {
        Http.Answer said = chat.http().say("%E6%97%A5%E6%9C%AC", "mason", "hi");
        JsonNode page = read("/%E6%97%A5%E6%9C%AC");
        assertEquals("\u65E5\u672C", page.path("channel").textValue());
        assertEquals(List.of(said.id()), ids(page));
    }

    @Test
    void itIsJsonThatNobodyKeepsAndCachesTellItFromThePage() {
        for (String[] accept : new String[][] {{}, {"Accept", "*/*"}, {"Accept", "application/json"}}) {
            Http.Answer answer = chat.http().get("/headers", accept);
            assertEquals(200, answer.status());
            assertEquals("application/json", answer.header("Content-Type").orElse(""));
            assertEquals("no-store", answer.header("Cache-Control").orElse(""));
            assertEquals("Accept", answer.header("Vary").orElse(""));
            assertEquals("nosniff", answer.header("X-Content-Type-Options").orElse(""));
        }
    }

    @Test
    void aBrowserGetsThePageAtTheSameAddress() {
        String browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (TestInstance instance : chat.both()) {
            Http.Answer page = instance.http().get("/headers", "Accept", browser);
            assertEquals(200, page.status());
            assertEquals(
                    "text/html;charset=utf-8",
                    page.header("Content-Type").orElse("").replace(" ", "").toLowerCase(Locale.ROOT));
            assertEquals("Accept", page.header("Vary").orElse(""));
            assertEquals("nosniff", page.header("X-Content-Type-Options").orElse(""));
            String policy = page.header("Content-Security-Policy").orElse("");
            assertTrue(policy.contains("default-src 'self'") && !policy.contains("unsafe"), policy);
            assertTrue(page.text().startsWith("<!"), page.text());
            assertTrue(page.text().contains("<bdi id=\"room-name\">headers</bdi>"), page.text());
        }
    }

    /** Says so many, alternately on both instances; gives their ids. */
    private static List<String> say(TwoInstances chat, String channel, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> chat.both().get(i % 2).http().say(channel, "mason", "message " + i))
                .map(Http.Answer::id)
                .toList();
    }

    /** Both instances must tell the same. */
    private static JsonNode read(String path) {
        Http.Answer answer = chat.one.http().get(path);
        assertEquals(200, answer.status(), answer.text());
        assertEquals(answer.text(), chat.other.http().get(path).text());
        return answer.json();
    }

    private static List<JsonNode> messages(JsonNode page) {
        List<JsonNode> messages = new ArrayList<>();
        page.path("messages").forEach(messages::add);
        return messages;
    }

    private static List<String> ids(JsonNode page) {
        return messages(page).stream()
                .map(message -> message.path("id").textValue())
                .toList();
    }
}
