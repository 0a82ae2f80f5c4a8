package clients;

import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import java.net.URI;

/** LaunchDarkly's okhttp-eventsource. */
public final class LaunchDarkly {
    private LaunchDarkly() {}

    public static void main(String[] args) {
        EventSource stream = new EventSource.Builder(URI.create(args[0]))
                .errorStrategy(ErrorStrategy.alwaysContinue())
                .build();
        for (MessageEvent event : stream.messages()) {
            if (Heard.isSaid(event.getEventName())) {
                Heard.message(event.getLastEventId(), event.getData());
            }
        }
    }
}
