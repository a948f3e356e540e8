// Prints the caller's ARN with an unmodified AWS SDK for JavaScript v3, as often as the first argument says (default once, 0 for ever). Ends
// at the first failure.
import { setTimeout } from "node:timers/promises";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const times = Number(process.argv[2] ?? 1);
const sts = new STSClient({});
for (let i = 0; times === 0 || i < times; i++) {
  if (i > 0) {
    await setTimeout(1000 * Number(process.env.SECONDS_BETWEEN_CALLS ?? 1));
  }
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  console.log("javascript", Arn);
}
