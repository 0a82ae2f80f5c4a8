package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.Heard;
import dev.parley.support.Http;
import dev.parley.support.Recorder;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Posted to any instance, heard once by every listener of every instance. */
class RelayTest {
    @AutoClose
    private static TwoInstances chat;

    @BeforeAll
    static void start() {
        chat = TwoInstances.onSharedRedis();
    }

    @Test
    void aFormPostedOnOneInstanceIsHeardOnTheOther() {
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/forms")) {
            Http.Answer answer = chat.one.http().say("forms", "mason", "hi");
            assertEquals(201, answer.status());
            Heard heard = listener.awaitText("hi");
            assertEquals("mason", heard.json().path("sender").textValue());
            assertEquals(answer.id(), heard.id());
            assertEquals(answer.json().path("at"), heard.json().path("at"));
        }
    }

    @Test
    void jsonPostedOnOneInstanceIsHeardOnTheOther() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/json")) {
            Http.Answer answer = chat.other.http().postJson("json", "{\"sender\":\"mason\",\"message\":\"hi\"}");
            assertEquals(201, answer.status());
            assertEquals(answer.id(), listener.awaitText("hi").id());
        }
    }

    @Test
    void everyListenerOfEveryInstanceHearsTheSameIdsInTheSameOrder() {
        List<Recorder> listeners = chat.listenOnBoth("same-ids");
        for (int i = 0; i < 50; i++) {
            chat.both().get(i % 2).http().say("same-ids", "mason", "message " + i);
        }
        List<Heard> here = listeners.get(0).awaitMessages(50);
        List<Heard> there = listeners.get(1).awaitMessages(50);
        assertEquals(here, there);
        listeners.forEach(Recorder::assertDense);
        listeners.forEach(Recorder::close);
    }

    @Test
    void aCustomEventIsHeardUnderItsNameWithItsDataEscaped() {
        List<Recorder> listeners = chat.listenOnBoth("custom");
        Http.Answer answer = chat.http()
                .postJson("custom", "{\"event\":\"userJoined\",\"data\":{\"<name>\":\"<mason>\",\"n\":[1.50,null]}}");
        assertEquals(201, answer.status());
        for (Recorder listener : listeners) {
            Heard heard = listener.awaitEvent("userJoined");
            assertEquals("{\"&lt;name&gt;\":\"&lt;mason&gt;\",\"n\":[1.50,null]}", heard.data());
            assertEquals(answer.id(), heard.id());
            listener.close();
        }
    }

    @Test
    void channelsDoNotHearEachOther() {
        try (Recorder red = Recorder.open(chat.one.port(), "/subscribe/red")) {
            chat.http().say("blue", "mason", "for blue");
            chat.http().say("red", "mason", "for red");
            red.assertTexts(List.of(), "for red");
        }
    }

    @Test
    void textIsEscapedBeforeItIsPublished() {
        try (Recorder listener = Recorder.open(chat.other.port(), "/subscribe/escaped")) {
            chat.http().say("escaped", "<i>\"m'", "<b>&\u2028\r\n\"'");
            Heard heard = listener.awaitMessages(1).get(0);
            assertEquals("&lt;i&gt;&#34;m&#39;", heard.json().path("sender").textValue());
            assertEquals("&lt;b&gt;&amp;\u2028\r\n&#34;&#39;", heard.text());
        }
    }

    @Test
    void theStreamIsAlsoAtTheChannelsOwnAddressForWhoAcceptsEvents() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/by-accept", "Accept", "text/event-stream")) {
            chat.http().say("by-accept", "mason", "hi");
            listener.awaitText("hi");
        }
    }

    @Test
    void aNewChannelStandsAtTheBeginning() {
        try (Recorder listener = Recorder.open(chat.one.port(), "/subscribe/brand-new")) {
            assertEquals("0-0", listener.cursor());
            int retry = Integer.parseInt(listener.retry());
            assertTrue(retry >= 1_000 && retry <= 3_000, "retry " + retry);
        }
    }
}
