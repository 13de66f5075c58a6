;; The walks over a body, by vectors of sixteen bytes.
;;
;; The caller puts bytes at $INPUT, at most 65538 of them, and finds what `reduce` makes of them at
;; $OUTPUT. The memory never grows, so views of it stay good.
;;
;;        0   table: for each set of kept bytes out of eight, where they come from
;;     2048   what `census` found
;;     4096   input, and behind it 80 bytes that may be read but mean nothing
;;    73728   output, and behind it 32 bytes that may be written but mean nothing
(module
  (memory (export "memory") 3 3)
  (global $INPUT (export "input") i32 (i32.const 4096))
  (global $OUTPUT (export "output") i32 (i32.const 73728))
  (global $COUNTS (export "counts") i32 (i32.const 2048))

  ;; Fills the table: entry n holds, from its first byte on, the numbers of the bits that are set in n.
  (func $prepare
    (local $set i32) (local $bit i32) (local $entry i32)
    (loop $sets
      (local.set $entry (i32.shl (local.get $set) (i32.const 3)))
      (local.set $bit (i32.const 0))
      (loop $bits
        (if (i32.and (i32.shr_u (local.get $set) (local.get $bit)) (i32.const 1))
          (then
            (i32.store8 (local.get $entry) (local.get $bit))
            (local.set $entry (i32.add (local.get $entry) (i32.const 1)))))
        (local.set $bit (i32.add (local.get $bit) (i32.const 1)))
        (br_if $bits (i32.lt_u (local.get $bit) (i32.const 8))))
      (local.set $set (i32.add (local.get $set) (i32.const 1)))
      (br_if $sets (i32.lt_u (local.get $set) (i32.const 256)))))
  (start $prepare)

  ;; Reduces white space (RFC 6376 §3.4.4): a space or tab is dropped when white space or CRLF
  ;; follows, and a tab that stays becomes a space. Takes the number of bytes to judge; the two
  ;; bytes behind them are looked at. Returns how many bytes stand at $OUTPUT.
  (func (export "reduce") (param $count i32) (result i32)
    (local $from i32) (local $end i32) (local $to i32) (local $dropped i32) (local $kept i32)
    (local $bytes v128) (local $next v128) (local $tabs v128)
    (local $tab v128) (local $lf v128) (local $cr v128) (local $space v128)
    (local.set $tab (i8x16.splat (i32.const 9)))
    (local.set $lf (i8x16.splat (i32.const 10)))
    (local.set $cr (i8x16.splat (i32.const 13)))
    (local.set $space (i8x16.splat (i32.const 32)))
    (local.set $from (global.get $INPUT))
    (local.set $end (i32.add (global.get $INPUT) (local.get $count)))
    (local.set $to (global.get $OUTPUT))
    (loop $blocks
      (local.set $bytes (v128.load (local.get $from)))
      (local.set $next (v128.load offset=1 (local.get $from)))
      (local.set $tabs (i8x16.eq (local.get $bytes) (local.get $tab)))
      ;; One bit for each byte that is dropped.
      (local.set $dropped
        (i8x16.bitmask
          (v128.and
            (v128.or (local.get $tabs) (i8x16.eq (local.get $bytes) (local.get $space)))
            (v128.or
              (v128.or
                (i8x16.eq (local.get $next) (local.get $space))
                (i8x16.eq (local.get $next) (local.get $tab)))
              (v128.and
                (i8x16.eq (local.get $next) (local.get $cr))
                (i8x16.eq (v128.load offset=2 (local.get $from)) (local.get $lf)))))))
      (local.set $bytes
        (v128.bitselect (local.get $space) (local.get $bytes) (local.get $tabs)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (if (i32.eqz (local.get $dropped))
        (then
          (v128.store (local.get $to) (local.get $bytes))
          (local.set $to (i32.add (local.get $to) (i32.const 16))))
        (else
          ;; The kept bytes of each half move together; what is written behind them is overwritten.
          (local.set $kept (i32.xor (i32.and (local.get $dropped) (i32.const 0xff)) (i32.const 0xff)))
          (v128.store64_lane 0
            (local.get $to)
            (i8x16.swizzle
              (local.get $bytes)
              (v128.load64_zero (i32.shl (local.get $kept) (i32.const 3)))))
          (local.set $to (i32.add (local.get $to) (i32.popcnt (local.get $kept))))
          (local.set $kept (i32.xor (i32.shr_u (local.get $dropped) (i32.const 8)) (i32.const 0xff)))
          (v128.store64_lane 0
            (local.get $to)
            (i8x16.swizzle
              (i64x2.splat (i64x2.extract_lane 1 (local.get $bytes)))
              (v128.load64_zero (i32.shl (local.get $kept) (i32.const 3)))))
          (local.set $to (i32.add (local.get $to) (i32.popcnt (local.get $kept))))))
      (br_if $blocks (i32.lt_u (local.get $from) (local.get $end))))
    ;; Of the last block, what stands behind the end does not count.
    (local.set $kept
      (i32.shr_u
        (i32.xor (local.get $dropped) (i32.const 0xffff))
        (i32.sub (i32.const 16) (i32.sub (local.get $from) (local.get $end)))))
    (i32.sub
      (i32.sub (local.get $to) (i32.popcnt (local.get $kept)))
      (global.get $OUTPUT)))

  ;; Whether nothing about the bytes is worth a note: each CR before an LF and each LF behind a CR, no
  ;; NUL, and no LF more than 998 bytes behind the start of its line. Takes the number of bytes, one at
  ;; least, and how many bytes of the first line came before them. What stands before the first byte and
  ;; behind the last one is not judged. Returns where the last line starts, 0 for no LF, or -1 for doubt.
  (func (export "survey") (param $count i32) (param $open i32) (result i32)
    (local $at i32) (local $end i32) (local $line i32)
    (local $cr v128) (local $lf v128) (local $nul v128)
    (local $bytes0 v128) (local $bytes1 v128) (local $bytes2 v128) (local $bytes3 v128)
    (local $lfs0 v128) (local $lfs1 v128) (local $lfs2 v128) (local $lfs3 v128)
    (local.set $cr (i8x16.splat (i32.const 13)))
    (local.set $lf (i8x16.splat (i32.const 10)))
    (local.set $at (global.get $INPUT))
    (local.set $end (i32.add (global.get $INPUT) (local.get $count)))
    (local.set $line (call $firstLine (local.get $open)))
    (block $rest
      (loop $blocks
        (br_if $rest (i32.ge_u (i32.add (local.get $at) (i32.const 64)) (local.get $end)))
        (local.set $bytes0 (v128.load (local.get $at)))
        (local.set $bytes1 (v128.load offset=16 (local.get $at)))
        (local.set $bytes2 (v128.load offset=32 (local.get $at)))
        (local.set $bytes3 (v128.load offset=48 (local.get $at)))
        (local.set $lfs0 (i8x16.eq (v128.load offset=1 (local.get $at)) (local.get $lf)))
        (local.set $lfs1 (i8x16.eq (v128.load offset=17 (local.get $at)) (local.get $lf)))
        (local.set $lfs2 (i8x16.eq (v128.load offset=33 (local.get $at)) (local.get $lf)))
        (local.set $lfs3 (i8x16.eq (v128.load offset=49 (local.get $at)) (local.get $lf)))
        (if
          (v128.any_true
            (v128.or
              ;; The least of some bytes is zero when one of them is.
              (i8x16.eq
                (i8x16.min_u
                  (i8x16.min_u (local.get $bytes0) (local.get $bytes1))
                  (i8x16.min_u (local.get $bytes2) (local.get $bytes3)))
                (local.get $nul))
              (v128.or
                (v128.or
                  (v128.xor (i8x16.eq (local.get $bytes0) (local.get $cr)) (local.get $lfs0))
                  (v128.xor (i8x16.eq (local.get $bytes1) (local.get $cr)) (local.get $lfs1)))
                (v128.or
                  (v128.xor (i8x16.eq (local.get $bytes2) (local.get $cr)) (local.get $lfs2))
                  (v128.xor (i8x16.eq (local.get $bytes3) (local.get $cr)) (local.get $lfs3))))))
          (then (return (i32.const -1))))
        (local.set $line
          (call $lineAfter
            (local.get $line)
            (call $bits (local.get $lfs0) (local.get $lfs1) (local.get $lfs2) (local.get $lfs3))
            (i32.add (local.get $at) (i32.const 1))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $blocks)))
    (local.set $line (call $tallyAll (local.get $at) (local.get $end) (local.get $line)))
    (if
      (i32.or
        (i32.or (i32.load (global.get $COUNTS)) (i32.load offset=8 (global.get $COUNTS)))
        (i32.or (i32.load offset=16 (global.get $COUNTS)) (i32.load offset=24 (global.get $COUNTS))))
      (then (return (i32.const -1))))
    (call $lastLine (local.get $line)))

  ;; Finds what is worth a note. At $COUNTS stand, as pairs of a number and the index of the first: each
  ;; CR without an LF behind it, each LF without a CR before it, each NUL. A CR as the last byte and an
  ;; LF as the first one are not judged. Then the number of LFs that stand more than 998 bytes behind the
  ;; start of their line and, for each, where the line starts and where the LF is. Takes the same as
  ;; `survey`; returns where the last line starts, 0 for no LF.
  (func (export "census") (param $count i32) (param $open i32) (result i32)
    (call $lastLine
      (call $tallyAll
        (global.get $INPUT)
        (i32.add (global.get $INPUT) (local.get $count))
        (call $firstLine (local.get $open)))))

  ;; How many of so many bytes, in sixteens from the last one back, are nothing but CRLF.
  (func (export "closing") (param $count i32) (result i32)
    (local $left i32)
    (local.set $left (local.get $count))
    (block $done
      (loop $blocks
        (br_if $done (i32.lt_u (local.get $left) (i32.const 16)))
        (br_if $done
          (i32.eqz
            (i16x8.all_true
              (i16x8.eq
                (v128.load (i32.add (i32.sub (global.get $INPUT) (i32.const 16)) (local.get $left)))
                (i16x8.splat (i32.const 0x0a0d))))))
        (local.set $left (i32.sub (local.get $left) (i32.const 16)))
        (br $blocks)))
    (i32.sub (local.get $count) (local.get $left)))

  ;; The census from one address, where a byte must be, up to another. Takes the start of the line that is
  ;; open before, and returns that of the last one.
  (func $tallyAll (param $at i32) (param $end i32) (param $line i32) (result i32)
    (local $left i32) (local $crs i64) (local $lfs i64) (local $nuls i64) (local $judged i64)
    (loop $blocks
      (local.set $crs (call $places (local.get $at) (i32.const 13)))
      (local.set $lfs (call $places (i32.add (local.get $at) (i32.const 1)) (i32.const 10)))
      (local.set $nuls (call $places (local.get $at) (i32.const 0)))
      (local.set $left (i32.sub (i32.sub (local.get $end) (local.get $at)) (i32.const 1)))
      (if (i32.lt_u (local.get $left) (i32.const 64))
        (then
          ;; One bit for each byte that has a next one.
          (local.set $judged
            (i64.sub
              (i64.shl (i64.const 1) (i64.extend_i32_u (local.get $left)))
              (i64.const 1)))
          (local.set $crs (i64.and (local.get $crs) (local.get $judged)))
          (local.set $lfs (i64.and (local.get $lfs) (local.get $judged)))
          (local.set $nuls
            (i64.and
              (local.get $nuls)
              (i64.or (i64.shl (local.get $judged) (i64.const 1)) (i64.const 1))))))
      (call $tally
        (global.get $COUNTS)
        (i64.and (local.get $crs) (i64.xor (local.get $lfs) (i64.const -1)))
        (local.get $at))
      (call $tally
        (i32.add (global.get $COUNTS) (i32.const 8))
        (i64.and (local.get $lfs) (i64.xor (local.get $crs) (i64.const -1)))
        (i32.add (local.get $at) (i32.const 1)))
      (call $tally
        (i32.add (global.get $COUNTS) (i32.const 16))
        (local.get $nuls)
        (local.get $at))
      (local.set $line
        (call $lineAfter
          (local.get $line)
          (local.get $lfs)
          (i32.add (local.get $at) (i32.const 1))))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $blocks (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $line))

  ;; One bit for each of the 64 bytes from an address on that has the value.
  (func $places (param $at i32) (param $value i32) (result i64)
    (local $values v128)
    (local.set $values (i8x16.splat (local.get $value)))
    (call $bits
      (i8x16.eq (v128.load (local.get $at)) (local.get $values))
      (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $values))
      (i8x16.eq (v128.load offset=32 (local.get $at)) (local.get $values))
      (i8x16.eq (v128.load offset=48 (local.get $at)) (local.get $values))))

  ;; The highest bit of each byte.
  (func $bits (param $first v128) (param $second v128) (param $third v128) (param $fourth v128) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (i8x16.bitmask (local.get $first)))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $second))) (i64.const 16)))
      (i64.or
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $third))) (i64.const 32))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (local.get $fourth))) (i64.const 48)))))

  ;; Adds the bits of a block, the first for the address, to a number of occurrences; beside it stands
  ;; where the first one is.
  (func $tally (param $counts i32) (param $bits i64) (param $at i32)
    (if (i64.eqz (local.get $bits)) (then (return)))
    (if (i32.eqz (i32.load (local.get $counts)))
      (then
        (i32.store offset=4
          (local.get $counts)
          (i32.add
            (i32.sub (local.get $at) (global.get $INPUT))
            (i32.wrap_i64 (i64.ctz (local.get $bits)))))))
    (i32.store
      (local.get $counts)
      (i32.add (i32.load (local.get $counts)) (i32.wrap_i64 (i64.popcnt (local.get $bits))))))

  ;; The start of the line that is open behind a block of 64, of whose bytes those with a bit are LFs.
  (func $lineAfter (param $line i32) (param $lfs i64) (param $at i32) (result i32)
    (local $lf i32) (local $entry i32)
    (if (i64.eqz (local.get $lfs)) (then (return (local.get $line))))
    (local.set $lf (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $lfs)))))
    (if (i32.gt_u (i32.sub (local.get $lf) (local.get $line)) (i32.const 998))
      (then
        (local.set $entry (i32.load offset=24 (global.get $COUNTS)))
        (i32.store offset=24 (global.get $COUNTS) (i32.add (local.get $entry) (i32.const 1)))
        (local.set $entry
          (i32.add (global.get $COUNTS) (i32.shl (local.get $entry) (i32.const 3))))
        (i32.store offset=28 (local.get $entry) (i32.sub (local.get $line) (global.get $INPUT)))
        (i32.store offset=32 (local.get $entry) (i32.sub (local.get $lf) (global.get $INPUT)))))
    (i32.sub
      (i32.add (local.get $at) (i32.const 64))
      (i32.wrap_i64 (i64.clz (local.get $lfs)))))

  ;; Begins anew: the start of the line that is open behind the first byte.
  (func $firstLine (param $open i32) (result i32)
    (v128.store (global.get $COUNTS) (v128.const i32x4 0 0 0 0))
    (v128.store offset=16 (global.get $COUNTS) (v128.const i32x4 0 0 0 0))
    (call $lineAfter
      (i32.sub (global.get $INPUT) (local.get $open))
      (i64.extend_i32_u (i32.eq (i32.load8_u (global.get $INPUT)) (i32.const 10)))
      (global.get $INPUT)))

  ;; The start of the last line, as is told to the caller.
  (func $lastLine (param $line i32) (result i32)
    (select
      (i32.sub (local.get $line) (global.get $INPUT))
      (i32.const 0)
      (i32.gt_s (local.get $line) (global.get $INPUT)))))
