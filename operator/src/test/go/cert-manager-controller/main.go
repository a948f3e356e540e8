// cert-manager's own controllers as a program: what CertManagerControllerIT needs of them. cert-manager's own program is in a module of its
// own that no Go proxy serves; this one starts the same controllers from its library and takes the same flags.
package main

import (
	"context"
	"flag"
	"log"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"github.com/cert-manager/cert-manager/pkg/controller"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/approver"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/ca"
	_ "github.com/cert-manager/cert-manager/pkg/controller/issuers"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/ca"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "path of the kubeconfig")
	namespace := flag.String("namespace", "", "the namespace to work in")
	names := flag.String("controllers", "", "names of the controllers to start, comma-separated")
	// Flags of cert-manager's program that have no meaning here: this one elects no leader and serves no metrics.
	flag.Bool("leader-elect", false, "ignored")
	flag.String("metrics-listen-address", "", "ignored")
	flag.Int("v", 0, "ignored")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *kubeconfig, *namespace, strings.Split(*names, ",")); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, kubeconfig, namespace string, names []string) error {
	factory, err := controller.NewContextFactory(ctx, controller.ContextOptions{
		Kubeconfig:         kubeconfig,
		Namespace:          namespace,
		KubernetesAPIQPS:   20,
		KubernetesAPIBurst: 50,
		IssuerOptions:      controller.IssuerOptions{ClusterResourceNamespace: namespace},
	})
	if err != nil {
		return err
	}
	var loops []controller.Interface
	for _, name := range names {
		start, known := controller.Known()[name]
		if !known {
			log.Fatalf("cert-manager has no controller %q", name)
		}
		loop, err := start(factory)
		if err != nil {
			return err
		}
		loops = append(loops, loop)
	}
	shared, err := factory.Build()
	if err != nil {
		return err
	}
	shared.SharedInformerFactory.Start(ctx.Done())
	shared.KubeSharedInformerFactory.Start(ctx.Done())

	var running sync.WaitGroup
	for _, loop := range loops {
		running.Go(func() {
			if err := loop.Run(5, ctx); err != nil {
				log.Fatal(err)
			}
		})
	}
	running.Wait()
	return nil
}
