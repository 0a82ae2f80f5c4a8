package dev.parley.http.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody can pass for another client, unless a trusted proxy says so. */
class ClientAddressesTest {
    private static final TrustedProxies PROXIES = new TrustedProxies(List.of("10.0.0.0/8", "::1"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // connection | X-Forwarded-For | client
                "1.2.3.4     | ''                             | 1.2.3.4",
                "1.2.3.4     | 9.9.9.9                        | 1.2.3.4",
                "10.0.0.1    | ''                             | 10.0.0.1",
                "10.0.0.1    | 9.9.9.9                        | 9.9.9.9",
                "10.0.0.1    | 8.8.8.8, 9.9.9.9               | 9.9.9.9",
                "10.0.0.1    | 8.8.8.8, 9.9.9.9,10.1.1.1      | 9.9.9.9",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2             | 10.0.0.3",
                "10.0.0.1    | 9.9.9.9:1234                   | 9.9.9.9",
                "10.0.0.1    | '\"9.9.9.9:1234\"'             | 9.9.9.9",
                "10.0.0.1    | [2001:db8:1:2:3:4:5:6]:80      | 2001:db8:1:2:3:4:5:6",
                "10.0.0.1    | '\"[2001:db8:1:2:3:4:5:6]\"'   | 2001:db8:1:2:3:4:5:6",
                "10.0.0.1    | 2001:db8:1:2:3:4:5:6           | 2001:db8:1:2:3:4:5:6",
                "10.0.0.1    | ::ffff:9.9.9.9                 | 9.9.9.9",
                "10.0.0.1    | nonsense                       | 10.0.0.1",
                "10.0.0.1    | 9.9.9.9, localhost             | 10.0.0.1",
                "10.0.0.1    | '9.9.9.9,'                     | 10.0.0.1",
                "10.0.0.1    | 9.9.9.9, unknown, 10.0.0.2     | 10.0.0.2",
                "10.0.0.1    | for=7.7.7.7                    | 10.0.0.1",
            })
    void theClientIsTheLastOneBeforeTheTrustedProxies(String connection, String chain, String client) throws Exception {
        assertClient(client, ForwardedHeader.X_FORWARDED_FOR, connection, chain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // connection | Forwarded | client
                "1.2.3.4     | for=9.9.9.9                           | 1.2.3.4",
                "10.0.0.1    | for=7.7.7.7                           | 7.7.7.7",
                "10.0.0.1    | 'for=8.8.8.8, for=7.7.7.7;proto=http' | 7.7.7.7",
                "10.0.0.1    | 'proto=http;For=\"7.7.7.7:80\"'       | 7.7.7.7",
                "10.0.0.1    | 'for=\"8.8.8.8, for=7.7.7.7'          | 7.7.7.7",
                "10.0.0.1    | 'for=_hidden'                         | 10.0.0.1",
                "10.0.0.1    | 9.9.9.9                               | 10.0.0.1",
                "::1         | 'for=\"[2001:db8:1:2:3:4:5:6]:80\"'   | 2001:db8:1:2:3:4:5:6",
            })
    void whereProxiesSetForwardedItIsTheSameWithThat(String connection, String chain, String client) throws Exception {
        assertClient(client, ForwardedHeader.FORWARDED, connection, chain);
    }

    @Test
    void oneCustomersNetworkCountsAsOneClientOfASite() throws Exception {
        Client one = client("2001:db8:1:2::1");
        assertEquals(one, client("2001:db8:1:2::ffff:2"));
        Client neighbour = client("2001:db8:1:3::1");
        assertNotEquals(one.name(), neighbour.name());
        assertEquals(one.site(), neighbour.site());
        assertNotEquals(one.site(), client("2001:db8:2:2::1").site());
    }

    /** The header is as long as a request may be, and thousands of such requests come in a second. */
    @ParameterizedTest
    @EnumSource(ForwardedHeader.class)
    @Timeout(value = 5, unit = SECONDS)
    void aHostileHeaderCostsNoTime(ForwardedHeader header) throws Exception {
        ClientAddresses addresses = new ClientAddresses(PROXIES, header);
        InetAddress proxy = literal("10.0.0.1");
        for (String hostile : List.of(",for=[", ":", "[", "for=\"", ";for=", "10.0.0.2,", "\"", " ")) {
            String chain = hostile.repeat(16_000 / hostile.length());
            for (int i = 0; i < 2_000; i++) {
                addresses.address(proxy, chain);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "", "10.0.0.0/8 ", "localhost"})
    void whatIsNoAddressCanNotBeTrusted(String proxy) {
        assertThrows(IllegalArgumentException.class, () -> new TrustedProxies(List.of(proxy)));
    }

    private static void assertClient(String client, ForwardedHeader header, String connection, String chain)
            throws Exception {
        assertEquals(literal(client), new ClientAddresses(PROXIES, header).address(literal(connection), chain));
    }

    private static Client client(String address) throws Exception {
        return Client.of(literal(address));
    }

    private static InetAddress literal(String address) throws Exception {
        return InetAddress.getAllByName(address)[0];
    }
}
