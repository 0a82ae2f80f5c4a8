package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkScannerTest {
    private static final long DUE = 123_456_789_012_345_678L;

    private final List<String> found = new ArrayList<>();

    @Test
    void aMarkIsFoundInWhateverIsWrappedAroundIt() {
        byte[] event = Mark.ascii("id: 1-2\ndata: {\"message\":\"" + message(7, 42) + "\"}\n\n: ~ ~~ ~~~\n\n");
        assertEquals(event.length, scan(event));
        assertEquals(List.of("7/42/" + DUE), found);
    }

    @Test
    void marksOfManyEventsAreFoundInOrder() {
        scan(Mark.ascii("data: " + message(1, 0) + "\n\ndata: " + message(1, 1) + "\n\n" + message(1, 2)));
        assertEquals(List.of("1/0/" + DUE, "1/1/" + DUE, "1/2/" + DUE), found);
    }

    @Test
    void aMarkThatIsCutAnywhereIsFoundWithTheNextBytes() {
        byte[] all = Mark.ascii("data: " + message(3, 99_999_999) + "\n\ndata: " + message(3, 5) + "\n\n");
        for (int cut = 0; cut <= all.length; cut++) {
            found.clear();
            int carry = MarkScanner.scan(all, 0, cut, this::add);
            MarkScanner.scan(all, carry, all.length, this::add);
            assertEquals(List.of("3/99999999/" + DUE, "3/5/" + DUE), found, "cut at " + cut);
        }
    }

    @Test
    void theMarkIsWrittenWhereTheRequestHasRoomForIt() {
        String request = Requests.post("/channel", "text/plain", Mark.blank(100));
        assertEquals(100, request.length() - Mark.find(request));
    }

    private int scan(byte[] bytes) {
        return MarkScanner.scan(bytes, 0, bytes.length, this::add);
    }

    private void add(int phase, int number, long due) {
        found.add(phase + "/" + number + "/" + due);
    }

    private static String message(int phase, int number) {
        byte[] message = Mark.ascii(Mark.blank(50));
        Mark.write(message, 0, phase, number, DUE);
        return new String(message, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
