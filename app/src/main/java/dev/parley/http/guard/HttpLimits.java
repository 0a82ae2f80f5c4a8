package dev.parley.http.guard;

import java.time.Duration;

/**
 * What clients may ask of an instance. At a limit, new requests and streams are refused; old streams are never ended for it.
 *
 * @param address of each client
 * @param streams open at once on this instance; {@link #OFF} for no limit
 * @param bodyBytes of a request
 * @param headerBytes of a request, its address included
 * @param requestTime within which a request must have arrived whole, and an answer must have advanced; zero for no limit
 */
public record HttpLimits(AddressLimits address, int streams, int bodyBytes, int headerBytes, Duration requestTime) {
    public static final int OFF = Integer.MAX_VALUE;
}
