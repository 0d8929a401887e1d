package engine

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
	modernc "modernc.org/sqlite"

	"flagtui/internal/feature"
)

// sideFiles manages the files that SQLite keeps beside a database file. These side files
// are -wal and -shm in WAL mode, and otherwise -journal during a write. SQLite creates a
// side file with the group of the process that needs it first. The database's owner and
// group may then be unable to write the side file. This process therefore creates its
// side files with the database's group and mode. A killed process then leaves no file
// with the wrong group or mode.
type sideFiles struct {
	path string      // the database file, with symbolic links resolved
	off  bool        // the file is opened as immutable, and needs no side files
	made atomic.Bool // this process created -wal or -shm
}

// sqliteConnector opens connections to a SQLite file.
type sqliteConnector struct {
	driver.Connector
	files *sideFiles
}

// Connect implements driver.Connector.
func (c sqliteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := c.files.prepare(); err != nil {
		return nil, err
	}
	conn, err := c.Connector.Connect(ctx) // reads the file, and creates missing side files
	if err != nil {
		return nil, err
	}
	c.files.fixOwner()
	return conn, nil
}

// openSQLite opens a pool of connections to the file at path. uri names the same file,
// with parameters.
func openSQLite(uri, path string, immutable bool) (*sql.DB, *sideFiles, error) {
	connector, err := modernc.NewConnector(uri)
	if err != nil {
		return nil, nil, err
	}
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved // the side files are beside the resolved file
	}
	files := &sideFiles{path: path, off: immutable}
	return sql.OpenDB(sqliteConnector{connector, files}), files, nil
}

// fileURI returns the file: URI of a path, without parameters.
func fileURI(path string) string {
	uri := "file:"
	if filepath.IsAbs(path) {
		uri += "//" // otherwise a path with two leading slashes would name a host
	}
	return uri + (&url.URL{Path: path}).EscapedPath()
}

// prepare creates empty -wal and -shm files with the database's group and mode, unless
// SQLite itself would do so. It fails with feature.ErrRefused if the database's owner
// could not write the files. It does not fail if this user may not create files, since
// SQLite reports that itself.
func (f *sideFiles) prepare() error {
	info, err := os.Stat(f.path)
	if err != nil || f.off || f.asSQLiteMakes(info) {
		return nil
	}
	var missing []string
	for _, name := range []string{f.path + "-wal", f.path + "-shm"} {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 || !isWAL(f.path) {
		return nil
	}
	made, err := f.make(info, missing...)
	if made {
		f.made.Store(true)
	}
	return err
}

// beforeWrite creates an empty -journal file with the database's group and mode. The
// caller is in a transaction that may write. discard removes a journal that was not
// used. The caller calls discard in the same transaction.
func (f *sideFiles) beforeWrite() (discard func(), err error) {
	discard = func() {}
	if f == nil {
		return discard, nil // f is nil on PostgreSQL
	}
	info, err := os.Stat(f.path)
	if err != nil || f.asSQLiteMakes(info) {
		return discard, nil
	}
	if _, err := os.Lstat(f.path + "-wal"); err == nil {
		return discard, nil
	}
	journal := f.path + "-journal"
	if made, err := f.make(info, journal); !made {
		return discard, err
	}
	return func() {
		if info, err := os.Lstat(journal); err == nil && info.Size() == 0 {
			os.Remove(journal)
		}
	}, nil
}

// make creates the named files, empty and with the database's group and mode. It creates
// all of the files or none, and keeps existing files.
func (f *sideFiles) make(database os.FileInfo, names ...string) (made bool, err error) {
	var temps []string
	defer func() {
		for _, temp := range temps {
			os.Remove(temp)
		}
	}()
	for range names {
		temp, err := os.CreateTemp(filepath.Dir(f.path), ".flagtui-*")
		if err != nil {
			return false, nil // SQLite may not create files either
		}
		temps = append(temps, temp.Name())
		likeDatabase(temp, database)
		info, err := temp.Stat()
		temp.Close()
		if err == nil && !ownerWrites(database, info) {
			return false, f.refusal(database)
		}
	}
	for i, name := range names {
		// Link fails if another program has just created the file.
		made = os.Link(temps[i], name) == nil || made
	}
	return made, nil
}

// fixOwner gives this user's -wal and -shm files the database's group and mode. Another
// program of this user may have created the files. SQLite itself may have created them
// after the application removed its own.
func (f *sideFiles) fixOwner() {
	info, err := os.Stat(f.path)
	if err != nil || f.off || f.asSQLiteMakes(info) {
		return
	}
	for _, name := range []string{f.path + "-wal", f.path + "-shm"} {
		side, err := os.Lstat(name)
		if err != nil || !side.Mode().IsRegular() || owner(side).Uid != uint32(os.Geteuid()) || ownerWrites(info, side) && owner(side).Gid == owner(info).Gid {
			continue
		}
		// If these calls fail, the file keeps its group and mode.
		_ = os.Lchown(name, -1, int(owner(info).Gid))
		_ = os.Chmod(name, info.Mode().Perm())
	}
}

// removeMade lets SQLite remove the -wal and -shm files that this process created. The
// files stay if another program has the database open. A connection that only reads
// would leave the files behind. The caller has closed the pool.
func (f *sideFiles) removeMade() {
	if f == nil {
		return // f is nil on PostgreSQL
	}
	wal, err := os.Lstat(f.path + "-wal")
	if !f.made.Load() || err != nil || wal.Size() > 0 || unix.Access(f.path, unix.W_OK) != nil {
		return // a -wal with content belongs to the program that wrote it
	}
	db, err := sql.Open("sqlite", fileURI(f.path)+"?mode=rw&_pragma=query_only(1)")
	if err != nil {
		return
	}
	// If the query fails, the files stay, and the owner can write them.
	_, _ = db.Exec(`SELECT COUNT(*) FROM sqlite_master`)
	_ = db.Close()
}

// asSQLiteMakes reports whether SQLite would create side files with the database's owner
// and group.
func (f *sideFiles) asSQLiteMakes(database os.FileInfo) bool {
	if int(owner(database).Uid) != os.Geteuid() {
		return false
	}
	group := os.Getegid()
	if dir, err := os.Stat(filepath.Dir(f.path)); err == nil && dir.Mode()&os.ModeSetgid != 0 {
		group = int(owner(dir).Gid)
	}
	return int(owner(database).Gid) == group
}

// refusal returns the error for side files that the database's owner could not write.
func (f *sideFiles) refusal(database os.FileInfo) error {
	name, group := userName(owner(database).Uid), groupName(owner(database).Gid)
	return &feature.Problem{Kind: feature.ErrRefused,
		Text: fmt.Sprintf("%s is in WAL mode, and no program has it open: SQLite would create %[2]s-wal and %[2]s-shm, which the database's owner %[3]s could not write, so the application's writes would fail",
			f.path, filepath.Base(f.path), name),
		Hint: fmt.Sprintf("run flagtui as %s, or while the application runs; or let the group %s write the file, and have %s and this user in that group", name, group, name)}
}

// likeDatabase gives a file the database's group and mode, and as root also its owner.
// It ignores failures, since ownerWrites checks the result.
func likeDatabase(file *os.File, database os.FileInfo) {
	uid := -1
	if os.Geteuid() == 0 {
		uid = int(owner(database).Uid)
	}
	_ = file.Chown(uid, int(owner(database).Gid))
	_ = file.Chmod(database.Mode().Perm())
}

// ownerWrites reports whether the database's owner can write a side file.
func ownerWrites(database, file os.FileInfo) bool {
	mode, uid := file.Mode().Perm(), owner(database).Uid
	switch {
	case uid == 0:
		return true
	case uid == owner(file).Uid:
		return mode&0o200 != 0
	case isMember(uid, owner(file).Gid):
		return mode&0o020 != 0
	}
	return mode&0o002 != 0
}

// isMember reports whether a user is in a group. It returns true if this system does not
// know the user.
func isMember(uid, gid uint32) bool {
	found, err := user.LookupId(strconv.Itoa(int(uid)))
	if err != nil {
		return true
	}
	groups, err := found.GroupIds()
	return err != nil || slices.Contains(groups, strconv.Itoa(int(gid)))
}

func userName(uid uint32) string {
	if found, err := user.LookupId(strconv.Itoa(int(uid))); err == nil {
		return found.Username
	}
	return "user " + strconv.Itoa(int(uid))
}

func groupName(gid uint32) string {
	if found, err := user.LookupGroupId(strconv.Itoa(int(gid))); err == nil {
		return found.Name
	}
	return strconv.Itoa(int(gid))
}

func owner(info os.FileInfo) *syscall.Stat_t { return info.Sys().(*syscall.Stat_t) }

// isWAL reports whether a database file is in WAL mode. SQLite reads the header with
// immutable=1, which needs no side files. isWAL does not read the file directly, since
// closing the file would drop this process's locks.
func isWAL(path string) (wal bool) {
	db, err := sql.Open("sqlite", fileURI(path)+"?mode=ro&immutable=1")
	if err != nil {
		return false
	}
	defer db.Close()
	// If the query fails, opening the database reports the error.
	_ = db.QueryRow(`SELECT substr(data, 19, 1) = x'02' FROM sqlite_dbpage WHERE pgno = 1`).Scan(&wal)
	return wal
}
