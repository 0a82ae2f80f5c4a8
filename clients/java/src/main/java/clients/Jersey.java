package clients;

import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.sse.SseEventSource;

/** Jersey's SseEventSource, that of Jakarta REST. */
public final class Jersey {
    private Jersey() {}

    public static void main(String[] args) throws InterruptedException {
        SseEventSource stream =
                SseEventSource.target(ClientBuilder.newClient().target(args[0])).build();
        stream.register(event -> {
            if (Heard.isSaid(event.getName())) {
                Heard.message(event.getId(), event.readData());
            }
        });
        stream.open();
        Thread.currentThread().join();
    }
}
