package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"strings"
	"time"
)

// entry is a file in an archive: the content, or a file that has it.
type entry struct {
	name    string
	file    string
	content []byte
	mode    fs.FileMode
}

func (e entry) read() ([]byte, error) {
	if e.file == "" {
		return e.content, nil
	}
	return os.ReadFile(e.file)
}

// writeArchive writes a zip or a tar.gz, by the name. Owners are left out and every file has the same date.
func writeArchive(name string, date time.Time, entries []entry) error {
	var buf bytes.Buffer
	var err error
	if strings.HasSuffix(name, ".zip") {
		err = writeZip(&buf, date, entries)
	} else {
		err = writeTar(&buf, date, entries)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(name, buf.Bytes(), 0o644)
}

func writeZip(buf *bytes.Buffer, date time.Time, entries []entry) error {
	w := zip.NewWriter(buf)
	for _, e := range entries {
		content, err := e.read()
		if err != nil {
			return err
		}
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: date}
		header.SetMode(e.mode)
		file, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := file.Write(content); err != nil {
			return err
		}
	}
	return w.Close()
}

func writeTar(buf *bytes.Buffer, date time.Time, entries []entry) error {
	zipped := gzip.NewWriter(buf)
	w := tar.NewWriter(zipped)
	for _, e := range entries {
		content, err := e.read()
		if err != nil {
			return err
		}
		header := &tar.Header{Name: e.name, Size: int64(len(content)), Mode: int64(e.mode), ModTime: date}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		if _, err := w.Write(content); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return zipped.Close()
}
