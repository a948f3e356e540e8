//! Prints the caller's ARN with an unmodified AWS SDK for Rust, as often as the first argument says (default once, 0 for ever). Ends at the
//! first failure.

use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let times: u64 = std::env::args().nth(1).map_or(Ok(1), |n| n.parse())?;
    let http = aws_smithy_http_client::Builder::new().build_http();
    let settings = aws_config::from_env().http_client(http).load().await;
    let sts = aws_sdk_sts::Client::new(&settings);
    let seconds: u64 = std::env::var("SECONDS_BETWEEN_CALLS").map_or(Ok(1), |n| n.parse())?;
    let mut i = 0;
    while times == 0 || i < times {
        if i > 0 {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
        }
        let identity = sts.get_caller_identity().send().await?;
        println!("rust {}", identity.arn().unwrap_or_default());
        i += 1;
    }
    Ok(())
}
