package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void whatIsHeardTwiceIsNoticed() {
        Numbers numbers = new Numbers();
        assertTrue(numbers.add(1, 1_000));
        assertFalse(numbers.add(1, 1_000));
        assertTrue(numbers.add(2, 1_000), "in another phase it is another message");
    }

    @Test
    void missingIsWhatWasAcceptedAndNotHeard() {
        Ledger ledger = new Ledger(1);
        Numbers numbers = new Numbers();
        for (int number = 0; number < 200; number++) {
            ledger.accepted(0, ledger.nextNumber(0));
            if (number % 10 != 0) {
                numbers.add(1, number);
            }
        }
        numbers.add(1, 5_000); // said, though the server refused it
        assertEquals(20, numbers.missing(1, ledger.acceptedBits(0)));
        assertEquals(200, numbers.missing(2, ledger.acceptedBits(0)));
    }
}
