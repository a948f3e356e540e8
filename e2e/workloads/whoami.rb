# Prints the caller's ARN with an unmodified AWS SDK for Ruby, as often as the first argument says (default once, 0 for ever). Ends at the
# first failure.
require "aws-sdk-core"

$stdout.sync = true
times = Integer(ARGV[0] || 1)
sts = Aws::STS::Client.new
i = 0
while times == 0 || i < times
  sleep Integer(ENV.fetch("SECONDS_BETWEEN_CALLS", "1")) if i > 0
  puts "ruby #{sts.get_caller_identity.arn}"
  i += 1
end
