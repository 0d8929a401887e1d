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

// sideFiles manages the files that SQLite keeps beside a database file: -wal and -shm in
// WAL mode, otherwise -journal during a write. SQLite makes them with the group of the
// process that needs them first, and then the owner of the database and its group could
// no longer write. If this process makes them, they get the group and the mode of the
// database file from the start, so that a kill leaves nothing else behind.
type sideFiles struct {
	path string      // the database file, symbolic links resolved
	off  bool        // the file is opened as immutable: SQLite makes none
	made atomic.Bool // this process made -wal or -shm
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
	conn, err := c.Connector.Connect(ctx) // it reads the file, and makes missing files
	if err != nil {
		return nil, err
	}
	c.files.fixOwner()
	return conn, nil
}

// openSQLite opens a pool of connections to the file by the URI.
func openSQLite(uri, path string, immutable bool) (*sql.DB, *sideFiles, error) {
	connector, err := modernc.NewConnector(uri)
	if err != nil {
		return nil, nil, err
	}
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved // SQLite's own files are beside the file itself
	}
	files := &sideFiles{path: path, off: immutable}
	return sql.OpenDB(sqliteConnector{connector, files}), files, nil
}

// fileURI is the file: URI of a path, without parameters.
func fileURI(path string) string {
	uri := "file:"
	if filepath.IsAbs(path) {
		uri += "//" // lest a path that starts with two slashes seem to name a host
	}
	return uri + (&url.URL{Path: path}).EscapedPath()
}

// prepare makes empty -wal and -shm files if SQLite would give them a group or mode that
// differs from the database file's. It fails with feature.ErrRefused if the database's
// owner could not write them. If they cannot be made at all, SQLite cannot make them
// either, and reports it.
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

// beforeWrite makes an empty -journal file in the same way. It is called in a
// transaction that may write. The caller calls discard in the same transaction, which
// removes a journal that was not used.
func (f *sideFiles) beforeWrite() (discard func(), err error) {
	discard = func() {}
	if f == nil {
		return discard, nil // PostgreSQL
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

// make makes empty files with the database's group and mode, all or none. It leaves
// existing files alone.
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
			return false, nil // not permitted: SQLite may not either
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
		// This fails if another program has just made the file.
		made = os.Link(temps[i], name) == nil || made
	}
	return made, nil
}

// fixOwner gives this user's -wal and -shm files the database's group and mode. Another
// program of this user may have made them, or SQLite itself after the application
// removed its own.
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
		// If this fails, the file stays as it was.
		_ = os.Lchown(name, -1, int(owner(info).Gid))
		_ = os.Chmod(name, info.Mode().Perm())
	}
}

// removeMade lets SQLite remove the -wal and -shm files that this process made, if no
// other program has the database open. A connection that only reads leaves them behind.
// The caller has closed the pool.
func (f *sideFiles) removeMade() {
	if f == nil {
		return // PostgreSQL
	}
	wal, err := os.Lstat(f.path + "-wal")
	if !f.made.Load() || err != nil || wal.Size() > 0 || unix.Access(f.path, unix.W_OK) != nil {
		return // a -wal with content belongs to the program that wrote it
	}
	db, err := sql.Open("sqlite", fileURI(f.path)+"?mode=rw&_pragma=query_only(1)")
	if err != nil {
		return
	}
	// If this fails the files stay, and the owner can write them.
	_, _ = db.Exec(`SELECT COUNT(*) FROM sqlite_master`)
	_ = db.Close()
}

// asSQLiteMakes reports whether SQLite itself would make the files with the database's
// owner and group.
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

// refusal says why no file may be made beside the database.
func (f *sideFiles) refusal(database os.FileInfo) error {
	name, group := userName(owner(database).Uid), groupName(owner(database).Gid)
	return &feature.Problem{Kind: feature.ErrRefused,
		Text: fmt.Sprintf("%s is in WAL mode, and no program has it open: SQLite would make the files %[2]s-wal and %[2]s-shm, which their owner %[3]s could not write, and the application's writes would fail",
			f.path, filepath.Base(f.path), name),
		Hint: fmt.Sprintf("run flagtui as %s, or while the application runs; or let the group %s write the file, and have %s and this user in that group", name, group, name)}
}

// likeDatabase gives a file the database's group and mode, and as root its owner. It
// reports no failure: ownerWrites checks the result.
func likeDatabase(file *os.File, database os.FileInfo) {
	uid := -1
	if os.Geteuid() == 0 {
		uid = int(owner(database).Uid)
	}
	_ = file.Chown(uid, int(owner(database).Gid))
	_ = file.Chmod(database.Mode().Perm())
}

// ownerWrites reports whether the database's owner can write a file beside it.
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

// isMember reports whether a user is in a group. It assumes so for a user whose name
// this system does not know.
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

// isWAL reports whether a database file is in WAL mode. SQLite reads the header, as
// immutable, which needs no file beside it. Opening the file without SQLite would drop
// the locks of this process when it is closed.
func isWAL(path string) (wal bool) {
	db, err := sql.Open("sqlite", fileURI(path)+"?mode=ro&immutable=1")
	if err != nil {
		return false
	}
	defer db.Close()
	// Opening the database reports what is wrong with the file.
	_ = db.QueryRow(`SELECT substr(data, 19, 1) = x'02' FROM sqlite_dbpage WHERE pgno = 1`).Scan(&wal)
	return wal
}
