// Prints the text of an S3 object, which is the caller's ARN, with an unmodified MinIO client for Go, as often as the first argument says
// (default once, 0 for ever). The second argument chooses where credentials come from. Ends at the first failure.
package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

func main() {
	times, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal("the first argument must be a number: ", err)
	}
	source, known := map[string]*credentials.Credentials{
		"iam":  credentials.NewIAM(""),
		"file": credentials.NewFileAWSCredentials("", ""),
	}[os.Args[2]]
	if !known {
		log.Fatal("the second argument must be iam or file")
	}
	endpoint, err := url.Parse(os.Getenv("AWS_ENDPOINT_URL_S3"))
	if err != nil {
		log.Fatal(err)
	}
	// It knows no AWS_ENDPOINT_URL_S3 and no AWS_REGION.
	client, err := minio.New(endpoint.Host, &minio.Options{Creds: source, Region: os.Getenv("AWS_REGION")})
	if err != nil {
		log.Fatal(err)
	}
	between, err := time.ParseDuration(cmp.Or(os.Getenv("SECONDS_BETWEEN_CALLS"), "1") + "s")
	if err != nil {
		log.Fatal("SECONDS_BETWEEN_CALLS must be a number: ", err)
	}
	for i := 0; times == 0 || i < times; i++ {
		if i > 0 {
			time.Sleep(between)
		}
		arn, err := read(client)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println("minio-go", arn)
	}
}

func read(client *minio.Client) (string, error) {
	object, err := client.GetObject(context.Background(), "whoami", "arn", minio.GetObjectOptions{})
	if err != nil {
		return "", err
	}
	defer object.Close()
	text, err := io.ReadAll(object)
	return string(text), err
}
