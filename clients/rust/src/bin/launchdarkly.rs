//! eventsource-client, LaunchDarkly's

use eventsource_client::{Client, ClientBuilder, SSE};
use futures::StreamExt;
use launchdarkly_sdk_transport::HyperTransport;
use parley_clients::heard;

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("a URL");
    let transport = HyperTransport::builder().build_http().expect("a transport");
    let client = ClientBuilder::for_url(&url).expect("a URL").build_with_transport(transport);
    let mut stream = client.stream();
    while let Some(event) = stream.next().await {
        if let Ok(SSE::Event(message)) = event {
            heard(&message.id.unwrap_or_default(), &message.event_type, &message.data);
        }
    }
}
