package weibotest

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// The data file.
//
// The state of a sandbox is in memory. What the calls change is written to a bbolt database, record by record, before the answer
// goes out, all that a call changes in one transaction. A start makes the seeded world and then reads the records over it. So
// the file holds no more than what is not as the seed has it, and it never has to be made smaller.

const (
	dataFile    = "weibo.db"
	dataVersion = 1 // rises when older programs cannot read the file any more, and when a seed makes another world
	lockWait    = 500 * time.Millisecond
)

// A data is an open data directory.
type data struct {
	root *os.Root
	file *os.File // of the database, which does not close it when it panics
	db   *bbolt.DB
	path string // for messages
	sum  total  // of all records
}

// A total is all checksums of records put together, by which a record that is lost as a whole is missed. It is a record itself,
// which it leaves out.
type total uint32

var totalKey = recordKey{"total", "total"}

func (total) bucket() string { return totalKey.bucket }
func (total) key() string    { return totalKey.key }
func (t total) row() any     { return t }

// A header is the first record. It says what the others are about.
type header struct {
	Version int
	World   *world
}

var headerKey = recordKey{"header", "header"}

var checksums = crc32.MakeTable(crc32.Castagnoli)

// openData opens a data directory, which it makes if it is not there. The database goes through the root, which keeps the file,
// links followed, in the directory.
func openData(dir string) (*data, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	d := &data{root: root, path: filepath.Join(dir, dataFile)}
	err = d.guard(func() (err error) {
		d.db, err = bbolt.Open(dataFile, 0o600, &bbolt.Options{Timeout: lockWait, OpenFile: d.openFile})
		if err != nil {
			return err
		}
		return d.db.View(d.check)
	})
	if err == nil {
		return d, nil
	}
	d.close()
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, fmt.Errorf("another sandbox is using %s: end that one, or choose another directory", dir)
	}
	return nil, err
}

func (d *data) openFile(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
	d.file, err = d.root.OpenFile(name, flag, mode)
	return d.file, err
}

// check holds the pages against the file and against each other, and the records against their checksums. The records come first:
// what Check finds it finds in a goroutine of its own, where a page that points nowhere would end the program.
func (d *data) check(tx *bbolt.Tx) error {
	info, err := d.root.Stat(dataFile)
	if err != nil {
		return err
	}
	if info.Size() < tx.Size() {
		return fmt.Errorf("it ends after %d of %d bytes", info.Size(), tx.Size())
	}
	size := int64(tx.DB().Info().PageSize)
	pages := pageWalk{d.file, size, tx.Size() / size, map[int64]bool{}}
	if err := pages.tree(int64(tx.Cursor().Bucket().Root())); err != nil {
		return err
	}
	if err := d.checkRecords(tx); err != nil {
		return err
	}
	var first error
	for err := range tx.Check() { // to its end, or it would wait for ever
		if first == nil {
			first = err
		}
	}
	return first
}

// checkRecords holds all records against their checksums.
func (d *data) checkRecords(tx *bbolt.Tx) error {
	var wanted total
	err := tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		return b.ForEach(func(k, v []byte) error {
			key := recordKey{string(name), string(k)}
			value, err := open(key, v)
			switch {
			case err != nil:
				return err
			case key == totalKey:
				return json.Unmarshal(value, &wanted)
			}
			d.sum ^= sumOf(v)
			return nil
		})
	})
	if err == nil && d.sum != wanted {
		err = errors.New("records are missing")
	}
	return err
}

// guard runs what reads the file, which is mapped into memory: a damaged one makes bbolt panic, or makes it read where nothing
// is. It says what to do about that.
func (d *data) guard(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
		if err != nil && !errors.Is(err, berrors.ErrTimeout) && !errors.As(err, new(*os.PathError)) && !errors.As(err, new(otherWorld)) {
			err = fmt.Errorf("%s is damaged (%w); it was left as it is: put a copy in its place, or move it away to begin anew", d.path, err)
		}
	}()
	return read()
}

// otherWorld is the error of a file that is sound, but not for this sandbox.
type otherWorld string

func (e otherWorld) Error() string { return string(e) }

func (d *data) close() error {
	var err error
	if d.db != nil {
		err = d.db.Close()
	} else if d.file != nil {
		d.file.Close() // an error is what bbolt has closed
	}
	return errors.Join(err, d.root.Close())
}

// header returns what the file is about, or false if it is new.
func (d *data) header() (h header, found bool, err error) {
	err = d.guard(func() error {
		return d.db.View(func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte(headerKey.bucket))
			if b == nil {
				if k, _ := tx.Cursor().First(); k != nil {
					return errors.New("it has no header")
				}
				return nil
			}
			value, err := open(headerKey, b.Get([]byte(headerKey.key)))
			if err != nil {
				return err
			}
			found = true
			if err := json.Unmarshal(value, &h); err != nil {
				return err
			}
			if h.Version != dataVersion {
				return otherWorld(fmt.Sprintf("%s has the format %d, and this program reads format %d: use the program that wrote it, or another directory",
					d.path, h.Version, dataVersion))
			}
			return nil
		})
	})
	return h, found, err
}

func (h header) bucket() string { return headerKey.bucket }
func (h header) key() string    { return headerKey.key }
func (h header) row() any       { return h }

// settle returns the world that the directory is about. A new one is about the world that is wanted.
func (d *data) settle(wanted *world) (*world, error) {
	h, found, err := d.header()
	if err != nil || found {
		return h.World, err
	}
	return wanted, d.rewrite(map[recordKey]record{headerKey: header{dataVersion, wanted}})
}

// read reads all records into a store.
func (d *data) read(s *store) error {
	return d.guard(func() error {
		return d.db.View(func(tx *bbolt.Tx) error {
			for _, b := range buckets {
				if bucket := tx.Bucket([]byte(b.name)); bucket != nil {
					if err := d.readBucket(s, b.name, bucket, b.read); err != nil {
						return err
					}
				}
			}
			return s.linkAll()
		})
	})
}

func (d *data) readBucket(s *store, name string, b *bbolt.Bucket, read func(*store, string, []byte) error) error {
	return b.ForEach(func(k, v []byte) error {
		key := recordKey{name, string(k)}
		value, err := open(key, v)
		if err == nil {
			err = read(s, key.key, value)
		}
		if err != nil {
			return fmt.Errorf("%s %x: %w", name, k, err)
		}
		return nil
	})
}

// write writes changes, all or none. They are on the disk when it returns.
func (d *data) write(changes map[recordKey]record) error {
	return d.update(func(tx *bbolt.Tx) (total, error) { return d.sum, nil }, changes)
}

// rewrite writes changes in place of all that there is.
func (d *data) rewrite(changes map[recordKey]record) error {
	return d.update(clearAll, changes)
}

func clearAll(tx *bbolt.Tx) (total, error) {
	var names [][]byte
	err := tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		names = append(names, slices.Clone(name))
		return nil
	})
	for _, name := range names {
		err = errors.Join(err, tx.DeleteBucket(name))
	}
	return 0, err
}

// update writes changes to what prepare leaves and has the total of.
func (d *data) update(prepare func(*bbolt.Tx) (total, error), changes map[recordKey]record) error {
	var sum total
	err := d.db.Update(func(tx *bbolt.Tx) (err error) {
		if sum, err = prepare(tx); err != nil {
			return err
		}
		for key, r := range changes {
			change, err := put(tx, key, r)
			if err != nil {
				return err
			}
			sum ^= change
		}
		_, err = put(tx, totalKey, sum)
		return err
	})
	if err == nil {
		d.sum = sum
	}
	return err
}

// put writes a record, or takes it away if it is nil, and returns what changes the total.
func put(tx *bbolt.Tx, key recordKey, r record) (change total, err error) {
	b, err := tx.CreateBucketIfNotExists([]byte(key.bucket))
	if err != nil {
		return 0, err
	}
	if old := b.Get([]byte(key.key)); old != nil {
		change = sumOf(old)
	}
	if r == nil {
		return change, b.Delete([]byte(key.key))
	}
	sealed := seal(key, r.row())
	return change ^ sumOf(sealed), b.Put([]byte(key.key), sealed)
}

func sumOf(sealed []byte) total { return total(binary.BigEndian.Uint32(sealed)) }

// seal puts the checksum of a record before its value: bbolt has none of its own for what is not its structure.
func seal(key recordKey, row any) []byte {
	value, raw := row.([]byte)
	if !raw {
		var err error
		if value, err = json.Marshal(row); err != nil {
			panic(err) // all rows can be encoded
		}
	}
	return append(binary.BigEndian.AppendUint32(nil, checksum(key, value)), value...)
}

// open returns the value of a record whose checksum is right.
func open(key recordKey, sealed []byte) ([]byte, error) {
	if len(sealed) < 4 || binary.BigEndian.Uint32(sealed) != checksum(key, sealed[4:]) {
		return nil, fmt.Errorf("the checksum of a record in %s is wrong", key.bucket)
	}
	return sealed[4:], nil
}

func checksum(key recordKey, value []byte) uint32 {
	sum := crc32.Update(0, checksums, []byte(key.bucket+"\x00"+key.key+"\x00"))
	return crc32.Update(sum, checksums, value)
}
