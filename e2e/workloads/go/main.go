// Prints the caller's ARN with an unmodified AWS SDK for Go v2, as often as the first argument says (default once, 0 for ever). Ends at the
// first failure.
package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func main() {
	times := 1
	if len(os.Args) > 1 {
		var err error
		if times, err = strconv.Atoi(os.Args[1]); err != nil {
			log.Fatal("the argument must be a number: ", err)
		}
	}
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := sts.NewFromConfig(settings)
	between, err := time.ParseDuration(cmp.Or(os.Getenv("SECONDS_BETWEEN_CALLS"), "1") + "s")
	if err != nil {
		log.Fatal("SECONDS_BETWEEN_CALLS must be a number: ", err)
	}
	for i := 0; times == 0 || i < times; i++ {
		if i > 0 {
			time.Sleep(between)
		}
		identity, err := client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("go", *identity.Arn)
	}
}
