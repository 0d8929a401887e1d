package data

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"flagtui/internal/data/simplemodule"
	"flagtui/internal/feature"
)

// If a standby is preferred and no server is up, the attempt ends.
func TestPreferStandby(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{"postgres://u@127.0.0.1:1/db?target_session_attrs=prefer-standby",
		"postgres://u@127.0.0.1:1,127.0.0.1:2/db?target_session_attrs=prefer-standby"} {
		err := inTime(t, func() error {
			_, err := Open(t.Context(), Options{URL: dsn})
			return err
		})
		wantProblem(t, err, feature.ErrUnavailable, "connection refused")
	}
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	s := p.open(withURL("&target_session_attrs=prefer-standby")) // a primary serves
	if stored, err := s.Stored(t.Context(), feature.SystemScope()); err != nil || !stored["a.b"].Enabled {
		t.Errorf("%v, %v", stored, err)
	}
}

// The probe for TLS closes its connection to a server without TLS.
func TestTriesTLSAndCloses(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a garbage collection would close the connection later
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	x := p.throughProxy()
	s := p.open(func(o *Options) { o.URL = strings.Replace(o.URL, "sslmode=disable", "sslmode=prefer", 1) })
	if err := readSystem(s)(t.Context()); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(hung); x.Connections() != 1; pause() {
		if time.Now().After(end) {
			t.Fatalf("%d connections are open, want the one that is in use", x.Connections())
		}
	}
}

// certificate returns a self-signed certificate.
func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	plain := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"db1"},
		IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, &plain, &plain, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// A problem with TLS is an unreachable database, with a remedy in the hint.
func TestTLSProblems(t *testing.T) {
	t.Parallel()
	own, other := certificate(t), certificate(t)
	dir := t.TempDir()
	for name, c := range map[string]tls.Certificate{"own.crt": own, "other.crt": other} {
		text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificate[0]})
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		answer byte // to the request for TLS
		server *tls.Config
		params string
		says   []string
	}{
		"no TLS":            {'N', nil, "sslmode=require", []string{"does not speak TLS", "sslmode=disable"}},
		"unknown authority": {'S', &tls.Config{Certificates: []tls.Certificate{own}}, "sslmode=verify-full", []string{"x509", "sslrootcert"}},
		"another authority": {'S', &tls.Config{Certificates: []tls.Certificate{own}}, "sslmode=verify-ca&sslrootcert=" + dir + "/other.crt", []string{"x509", "sslrootcert"}},
		"another host":      {'S', &tls.Config{Certificates: []tls.Certificate{own}}, "sslmode=verify-full&sslrootcert=" + dir + "/own.crt", []string{"x509", "host"}},
		"no certificate": {'S', &tls.Config{Certificates: []tls.Certificate{own}, ClientAuth: tls.RequireAnyClientCert}, "sslmode=require",
			[]string{"tls", "sslcert"}},
		"too old":      {'S', &tls.Config{Certificates: []tls.Certificate{own}, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}, "sslmode=require", []string{"tls", "versions"}},
		"missing file": {'S', &tls.Config{Certificates: []tls.Certificate{own}}, "sslmode=verify-ca&sslrootcert=" + dir + "/none.crt", []string{"no such file", "none.crt"}},
	} {
		t.Run(name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			go func() {
				for {
					conn, err := listener.Accept()
					if err != nil {
						return
					}
					io.ReadFull(conn, make([]byte, 8)) // the request for TLS
					conn.Write([]byte{test.answer})
					if test.server != nil {
						tls.Server(conn, test.server).Read(make([]byte, 1))
					}
					conn.Close()
				}
			}()
			_, err = Open(t.Context(), Options{URL: fmt.Sprintf("postgres://u@%s/db?%s", listener.Addr(), test.params), Timeout: time.Minute})
			wantProblem(t, err, feature.ErrUnavailable, test.says...)
		})
	}
}

// A role's lock_timeout is reported as a database that does not answer in time.
func TestLockTimeout(t *testing.T) {
	t.Parallel()
	p := newPostgres(t, tablesOf(t, "postgres", simplemodule.OverrideTable))
	p.override("system", "", "a.b", true)
	s := p.open(withURL("&lock_timeout=50"))
	tx, err := p.raw.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec(`LOCK TABLE feature_flags_override`); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, readSystem(s)(t.Context()), feature.ErrUnavailable, "lock")
	wantProblem(t, turnOff(s)(t.Context()), feature.ErrUnavailable, "lock", "nothing was written")
}

// Concurrent changes are all made, for any default isolation of the role.
func TestContendedUnderEveryIsolation(t *testing.T) {
	t.Parallel()
	for _, level := range []string{"read committed", "repeatable read", "serializable"} {
		t.Run(level, func(t *testing.T) {
			p := newPostgres(t, tablesOf(t, "postgres", simplemodule.AuditTable))
			p.own(definitionTable, journalTable)
			asked := withURL("&default_transaction_isolation=" + strings.ReplaceAll(level, " ", "%20"))
			var all sync.WaitGroup
			const writers, changes = 6, 10
			for writer := range writers {
				s := p.open(asked)
				all.Go(func() {
					scope := feature.TenantScope(fmt.Sprint("t", writer))
					for i := range changes {
						name := fmt.Sprint("f", i)
						for _, step := range [][2]feature.Setting{{feature.Inherit, feature.On}, {feature.On, feature.Off}} {
							if _, err := s.Apply(t.Context(), set(scope, name, step[0], step[1])); err != nil {
								t.Error(err)
							}
						}
					}
				})
			}
			all.Wait()
			if got, want := p.rows(`SELECT COUNT(*), COUNT(*) FILTER (WHERE enabled) FROM feature_flags_override`), fmt.Sprintf("%d|0", writers*changes); got != want {
				t.Errorf("stored %s, want %s", got, want)
			}
			if got, want := p.rows(`SELECT COUNT(*) FROM flagtui_change`), fmt.Sprint(2*writers*changes); got != want {
				t.Errorf("%s changes are in history, want %s", got, want)
			}
		})
	}
}
