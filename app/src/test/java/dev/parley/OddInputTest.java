package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import dev.parley.support.Wire;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Any text may be said, and arrives as it was said, everywhere. */
class OddInputTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @AutoClose
    private static TwoInstances chat;

    static Stream<String> texts() {
        return Stream.of(
                "one\rtwo",
                "one\ntwo",
                "one\r\ntwo\r\n\r\n",
                "\n",
                " ",
                "\ttab\t",
                "one\u2028two\u2029three\u0085four",
                "\uFEFFa mark before and \uFEFF inside",
                "\uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDF3\uD83C\uDDF1 e\u0301",
                "\u0634\u0643\u0631\u0627 \u202Egnp.exe\u202C \u05E9\u05DC\u05D5\u05DD",
                "data: x\n\nid: 1-1\nevent: bye\ndata: {}\n\n",
                "{\"sender\":\"x\",\"message\":\"y\",\"at\":1}",
                "\",\"at\":1}",
                "<script>alert('&amp;')</script> &lt; &#39; %41+%2B a=b&c=d",
                "\\u0000 \\n \\\\ \\\"",
                "null",
                "'".repeat(4_000),
                "\"".repeat(4_000),
                "\uD83D\uDE00".repeat(4_000));
    }

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void anyTextArrivesAsItWasSaidByFormAndByJson() {
        List<Recorder> listeners = chat.listenOnBoth("odd");
        List<String> texts = texts().toList();
        List<String> ids = new ArrayList<>();
        for (String text : texts) {
            ids.add(created(chat.one.http().say("odd", "mason", text)));
            ids.add(created(chat.other.http().postJson("odd", json("mason", text))));
        }
        List<Heard> heard = listeners.get(0).awaitMessages(ids.size());
        assertEquals(heard, listeners.get(1).awaitMessages(ids.size()));
        assertEquals(ids, heard.stream().map(Heard::id).toList());
        for (TestInstance instance : chat.both()) {
            List<JsonNode> past = history(instance, "odd");
            for (int i = 0; i < ids.size(); i++) {
                assertEquals(texts.get(i / 2), unescaped(heard.get(i).text()));
                assertEquals(heard.get(i).text(), past.get(i).path("message").textValue());
                assertEquals(heard.get(i).json().path("at"), past.get(i).path("at"));
            }
        }
        listeners.forEach(Recorder::close);
    }

    @Test
    void anyTextInACustomEventArrivesAsItWasSaid() {
        List<String> texts = texts().filter(text -> text.length() < 2_000).toList(); // that fit into data
        List<Recorder> listeners = chat.listenOnBoth("odd-events");
        for (String text : texts) {
            String data = MAPPER.createObjectNode().put(text, text).toString();
            created(chat.http().postJson("odd-events", "{\"event\":\"odd\",\"data\":" + data + "}"));
        }
        for (Recorder listener : listeners) {
            List<Heard> heard = listener.awaitMessages(texts.size());
            for (int i = 0; i < texts.size(); i++) {
                JsonNode data = heard.get(i).json();
                String key = data.fieldNames().next();
                assertEquals(texts.get(i), unescaped(key));
                assertEquals(texts.get(i), unescaped(data.path(key).textValue()));
            }
            listener.close();
        }
    }

    @Test
    void anyoneMaySpeak() {
        List<String> senders = List.of(
                "\uD83D\uDE00".repeat(64), "\u05E9\u05DC\u05D5\u05DD", "<b>\"&'", "\u2764\uFE0F", "\u0E01\u0E34");
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/senders")) {
            senders.forEach(sender -> created(chat.http().say("senders", sender, "hi")));
            List<String> heard = listener.awaitMessages(senders.size()).stream()
                    .map(message -> unescaped(message.json().path("sender").textValue()))
                    .toList();
            assertEquals(senders, heard);
        }
    }

    @Test
    void whoCanNotBeToldFromOthersIsRefusedWhereverTheirNameStands() {
        for (String sender : List.of("  ", "a\u2028b", "\uFEFF", "\u202Enosam", "ma\u200Bson", "System", "system ")) {
            assertEquals(400, chat.http().say("senders", sender, "hi").status());
            assertEquals(400, chat.http().say("senders/typing", sender, "").status());
            String name = URLEncoder.encode(sender, StandardCharsets.UTF_8);
            assertEquals(400, chat.http().get("/subscribe/senders?name=" + name).status());
        }
    }

    @Test
    void whoLooksTheSameIsTheSame() {
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/same?name=%20Zoe%CC%88%20%20B.%C2%A0")) {
            listener.awaitPresent("Zo\u00EB B.");
            created(chat.http().say("same", "\u2003Zoe\u0308\u3000B. ", "hi"));
            assertEquals(
                    "Zo\u00EB B.",
                    listener.awaitText("hi").json().path("sender").textValue());
        }
    }

    @Test
    void theSameBytesAreOnTheWireOfBothInstances() {
        texts().forEach(text -> chat.http().say("bytes", "mason", text));
        chat.http().postJson("bytes", "{\"event\":\"odd\",\"data\":{\"<\":[1.50,1e400,12345678901234567890]}}");
        chat.http().say("bytes", "mason", "the end");
        List<String> streams = chat.both().stream()
                .map(instance -> Wire.readStream(instance.port(), "/subscribe/bytes?last=200", "\"the end\""))
                .map(stream -> stream.substring(stream.indexOf("\n\n", stream.indexOf("event: welcome"))))
                .toList();
        assertEquals(streams.get(0), streams.get(1));
        assertEquals(texts().count() + 2, streams.get(0).split("\r\n(event: odd\n)?data: ", -1).length - 1);
        assertFalse(streams.get(0).contains("\uFFFD"));
    }

    @Test
    void aFormMayHoldRawUtf8AndPlusesAndFieldsOfOthers() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/forms")) {
            byte[] form =
                    "utf8=%E2%9C%93&sender=Zo\u00EB&message=\u65E5+%2B%e6%9c%ac&x=".getBytes(StandardCharsets.UTF_8);
            Http.Answer said = chat.http().post("/forms", "Application/X-WWW-Form-Urlencoded ; charset=UTF-8", form);
            assertEquals(201, said.status(), said.text());
            Heard heard = listener.awaitText("\u65E5 +\u672C");
            assertEquals("Zo\u00EB", heard.json().path("sender").textValue());
        }
    }

    @Test
    void whateverCharsetIsNamedItIsReadAsUtf8() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/charsets")) {
            for (String charset : List.of("nonsense", "", "utf-16", "a/b")) {
                byte[] form = ("sender=m&message=" + charset + "\u00EB").getBytes(StandardCharsets.UTF_8);
                String type = "application/x-www-form-urlencoded; charset=" + charset;
                Http.Answer said = chat.http().post("/charsets", type, form);
                assertEquals(201, said.status(), said.text());
                listener.awaitText(charset + "\u00EB");
            }
        }
    }

    @Test
    void aByteOrderMarkBeforeJsonIsNoneOfItsText() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/marked")) {
            assertEquals(
                    201,
                    chat.http()
                            .postJson("marked", "\uFEFF" + json("mason", "hi"))
                            .status());
            listener.awaitText("hi");
        }
    }

    @Test
    void whatHtmlCannotCarryBecomesSpace() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/control")) {
            assertEquals(
                    201,
                    chat.http()
                            .say("control", "mason", "a\u0001b\u001B[0mc\uFFFE")
                            .status());
            listener.awaitText("a b [0mc ");
        }
    }

    @Test
    void aRawMessageThatIsNoGoodJsonDisturbsNobody() {
        List<Recorder> listeners = chat.listenOnBoth("raw");
        List<String> payloads = List.of(
                "{\"message\":\"hi\",\"x\":1e99999999999}",
                "{\"message\":".repeat(1_200),
                "{\"event\":\"bye\",\"data\":{}}");
        chat.inject("raw", "{\"id\":\"1-1\",\"sig\":\"0123456789abcdef\","); // looks published, and so is dropped
        payloads.forEach(payload -> chat.inject("raw", payload));
        for (Recorder listener : listeners) {
            List<String> heard =
                    listener.awaitMessages(3).stream().map(Heard::text).toList();
            assertEquals(payloads, heard.stream().map(OddInputTest::unescaped).toList());
            assertEquals(List.of(), listener.events("status"));
            assertEquals(List.of(), listener.events("bye"));
            listener.assertDense();
        }
        listeners.forEach(Recorder::close);
    }

    /** Page after page, since one is bounded in bytes. */
    private static List<JsonNode> history(TestInstance instance, String channel) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            String after =
                    all.isEmpty() ? "0-0" : all.get(all.size() - 1).path("id").textValue();
            page = instance.http()
                    .get("/" + channel + "?limit=200&after=" + after)
                    .json()
                    .path("messages");
            page.forEach(all::add);
        } while (!page.isEmpty());
        return all;
    }

    /** The id of what was said. */
    private static String created(Http.Answer answer) {
        assertEquals(201, answer.status(), answer.text());
        return answer.id();
    }

    private static String json(String sender, String text) {
        return MAPPER.createObjectNode()
                .put("sender", sender)
                .put("message", text)
                .toString();
    }

    private static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
