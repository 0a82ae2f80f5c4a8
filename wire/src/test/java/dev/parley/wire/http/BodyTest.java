package dev.parley.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyTest {
    private final StringBuilder content = new StringBuilder();

    @Test
    void chunksAreTakenApartInAnyPieces() {
        String wire = "5\r\nhello\r\n1;a=b\r\n!\r\n0\r\nX: y\r\n\r\n";
        for (int size = 1; size <= wire.length(); size++) {
            content.setLength(0);
            Body body = chunked();
            for (int at = 0; at < wire.length(); at += size) {
                feed(body, wire.substring(at, Math.min(wire.length(), at + size)));
            }
            assertEquals("hello!", content.toString());
            assertEquals(List.of(5, 6), body.borders());
            assertTrue(body.isWhole());
            assertEquals("", body.fault());
        }
    }

    @Test
    void aCutIsNoEnd() {
        Body body = chunked();
        feed(body, "5\r\nhel");
        assertEquals("hel", content.toString());
        assertFalse(body.isWhole());
        assertEquals(List.of(), body.borders());
    }

    @Test
    void whatIsNoChunkIsTold() {
        Body body = chunked();
        feed(body, "1\r\na\r\nHTTP/1.1 200 OK\r\n");
        assertTrue(body.fault().contains("HTTP/1.1"), body.fault());
    }

    @Test
    void aLengthIsKept() {
        Body body = body("Content-Length: 3", false);
        feed(body, "abc");
        assertTrue(body.isWhole());
        feed(body, "d");
        assertTrue(body.fault().contains("after the end"), body.fault());
    }

    @Test
    void theAnswerToHeadHasNoBody() {
        assertTrue(body("Content-Length: 3", true).isWhole());
    }

    private static Body chunked() {
        return body("Transfer-Encoding: chunked", false);
    }

    private static Body body(String header, boolean isBodyless) {
        byte[] head = ("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        return new Body(Head.parse(head, head.length).orElseThrow(), isBodyless);
    }

    private void feed(Body body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        body.feed(
                bytes,
                0,
                bytes.length,
                (all, from, to) -> content.append(new String(all, from, to - from, StandardCharsets.US_ASCII)));
    }
}
