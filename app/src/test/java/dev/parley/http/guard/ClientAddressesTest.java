package dev.parley.http.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody can pass for another client, unless a trusted proxy says so. */
class ClientAddressesTest {
    private final ClientAddresses addresses = new ClientAddresses(List.of("10.0.0.0/8", "::1"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // connection | Forwarded | X-Forwarded-For | client
                "1.2.3.4     | ''                                    | ''                      | 1.2.3.4",
                "1.2.3.4     | ''                                    | 9.9.9.9                 | 1.2.3.4",
                "1.2.3.4     | for=9.9.9.9                           | ''                      | 1.2.3.4",
                "10.0.0.1    | ''                                    | ''                      | 10.0.0.1",
                "10.0.0.1    | ''                                    | 9.9.9.9                 | 9.9.9.9",
                "10.0.0.1    | ''                                    | 8.8.8.8, 9.9.9.9        | 9.9.9.9",
                "10.0.0.1    | ''                                    | 8.8.8.8, 9.9.9.9,10.1.1.1 | 9.9.9.9",
                "10.0.0.1    | ''                                    | 10.0.0.3, 10.0.0.2      | 10.0.0.3",
                "10.0.0.1    | ''                                    | 9.9.9.9:1234            | 9.9.9.9",
                "10.0.0.1    | ''                                    | nonsense                | 10.0.0.1",
                "10.0.0.1    | ''                                    | 9.9.9.9, localhost      | 10.0.0.1",
                "10.0.0.1    | ''                                    | 9.9.9.9, unknown, 10.0.0.2 | 10.0.0.2",
                "10.0.0.1    | for=7.7.7.7                           | 9.9.9.9                 | 7.7.7.7",
                "10.0.0.1    | 'for=8.8.8.8, for=7.7.7.7;proto=http' | ''                      | 7.7.7.7",
                "10.0.0.1    | 'proto=http;For=\"7.7.7.7:80\"'       | ''                      | 7.7.7.7",
                "::1         | 'for=\"[2001:db8:1:2:3:4:5:6]:80\"'   | ''                      | 2001:db8:1:2:0:0:0:0",
                "2001:db8::1 | ''                                    | ''                      | 2001:db8:0:0:0:0:0:0",
            })
    void theClientIsTheLastOneBeforeTheTrustedProxies(
            String connection, String forwarded, String forwardedFor, String client) {
        assertEquals(client, addresses.of(connection, forwarded, forwardedFor));
    }

    @Test
    void oneCustomersNetworkCountsAsOneClient() {
        assertEquals(addresses.of("2001:db8::1", "", ""), addresses.of("2001:db8::ffff:2", "", ""));
    }

    @Test
    void whatIsNoAddressCanNotBeTrusted() {
        assertThrows(IllegalArgumentException.class, () -> new ClientAddresses(List.of("proxy")));
        assertThrows(IllegalArgumentException.class, () -> new ClientAddresses(List.of("")));
    }
}
