package dev.parley.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CursorTest {
    @Test
    void theCursorIsTheLastIdThatIsComplete() {
        assertEquals(Optional.of("1-42"), LastEventId.in("id: 1-41\nevent: welcome\n\nid: 1-42\ndata: x\n\nid: 1-4"));
        assertEquals(Optional.of("a:0"), LastEventId.in("id: a:0\ndata: no id: in here\n\n"));
        assertEquals(Optional.empty(), LastEventId.in(": hi\n\n"));
    }

    @Test
    void ofCentrifugoItIsEpochAndOffset() {
        String heard = """
                data: {"connect":{"subs":{"c":{"epoch":"xyZ","offset":3}}}}

                data: {"channel":"c","pub":{"data":{},"offset":4}}

                """;
        String request = new Centrifugo.CentrifugoDialect().resume("c", heard).orElseThrow();
        assertTrue(request.contains("%22epoch%22%3A%22xyZ%22%2C%22offset%22%3A4"), request);
    }
}
