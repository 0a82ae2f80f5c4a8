package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class ResponseHeadTest {
    @Test
    void aHeadSaysHowItsBodyEnds() {
        assertEquals(
                new ResponseHead(201, 12, false, false, 44),
                parse("HTTP/1.1 201 Created\r\nContent-Length: 12\r\n\r\nbody"));
        assertEquals(
                new ResponseHead(200, -1, true, true, 66),
                parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));
    }

    @Test
    void whatIsNotCompleteIsNoHead() {
        assertNull(parse("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"));
    }

    @Test
    void whatIsNoHttpHasNoStatus() {
        assertEquals(0, parse("-ERR unknown command\r\n\r\n").status());
    }

    private static ResponseHead parse(String text) {
        byte[] bytes = Mark.ascii(text);
        return ResponseHead.parse(bytes, bytes.length);
    }
}
