// Prints the caller's ARN with an unmodified AWS SDK for Go v1, as often as the first argument says (default once, 0 for ever). Ends at the
// first failure.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/sts"
)

func main() {
	times := 1
	if len(os.Args) > 1 {
		var err error
		if times, err = strconv.Atoi(os.Args[1]); err != nil {
			log.Fatal("the argument must be a number: ", err)
		}
	}
	// It knows no AWS_ENDPOINT_URL_STS.
	settings := session.Must(session.NewSession(&aws.Config{Endpoint: aws.String(os.Getenv("AWS_ENDPOINT_URL_STS"))}))
	client := sts.New(settings)
	between, err := time.ParseDuration(cmp.Or(os.Getenv("SECONDS_BETWEEN_CALLS"), "1") + "s")
	if err != nil {
		log.Fatal("SECONDS_BETWEEN_CALLS must be a number: ", err)
	}
	for i := 0; times == 0 || i < times; i++ {
		if i > 0 {
			time.Sleep(between)
		}
		identity, err := client.GetCallerIdentity(&sts.GetCallerIdentityInput{})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("go-v1", *identity.Arn)
	}
}
